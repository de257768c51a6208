/* Keeps the files every page needs, and one page for when the network is away. It never keeps a
   page that can hold something personal, never touches a POST, and asks without cookies. */
const NAME = "marchepied-{{ version }}";
const OFFLINE = "{{ offline }}";
const SHELL = {{ shell|safe }};

async function install() {
  const cache = await caches.open(NAME);
  await Promise.all([...SHELL, OFFLINE].map(async (url) => {
    // Another name means another content, so what the browser holds is good; only this page changes.
    const mode = url === OFFLINE ? "no-cache" : "default";
    const answer = await fetch(url, { credentials: "omit", cache: mode });
    if (!answer.ok) throw new Error(url);
    await cache.put(url, answer);
  }));
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.map((name) => name === NAME || caches.delete(name)));
  if (self.registration.navigationPreload) await self.registration.navigationPreload.enable();
  await self.clients.claim();
}

async function asset(request) {
  const kept = await caches.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request.url, { credentials: "omit" });
  if (answer.ok) {
    const cache = await caches.open(NAME);
    await cache.put(request.url, answer.clone());
  }
  return answer;
}

async function page(event) {
  try {
    return (await event.preloadResponse) || (await fetch(event.request));
  } catch (away) {
    return (await caches.match(OFFLINE)) || Response.error();
  }
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const request = event.request, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(asset(request));
  else if (request.mode === "navigate") event.respondWith(page(event));
});
