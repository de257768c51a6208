/* Keeps the files every page needs, and one page for when the network is away. It never keeps a
   page that can hold something personal, never touches a POST, and asks without cookies.
   A newer worker waits until the pages of the older one are closed: taking over at once leaves a page
   that is being opened waiting for ever (Chromium). So it changes with the version, never with the
   language: the kept page follows the language of the pages that are read. */
const NAME = "marchepied-{{ version }}";
const OFFLINE = "{{ offline }}";
const SHELL = {{ shell|safe }};

async function keep(key, url, mode) {
  const answer = await fetch(url, { credentials: "omit", cache: mode });
  if (!answer.ok) throw new Error(url);
  const cache = await caches.open(NAME);
  await cache.put(key, answer.clone());
  return answer;
}

async function install() {
  // Another name means another content, so what the browser holds is good; only the page changes.
  await Promise.all([keep(OFFLINE, OFFLINE, "no-cache"), ...SHELL.map((url) => keep(url, url, "default"))]);
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.map((name) => name === NAME || caches.delete(name)));
  if (self.registration.navigationPreload) await self.registration.navigationPreload.enable();
  await self.clients.claim();
}

async function asset(request) {
  return (await caches.match(request.url)) || keep(request.url, request.url, "default");
}

async function follow(language) {
  const kept = language && await caches.match(OFFLINE);
  if (kept && kept.headers.get("Content-Language") !== language)
    await keep(OFFLINE, OFFLINE + "?lang=" + language, "no-cache");
}

async function page(event) {
  try {
    const answer = (await event.preloadResponse) || (await fetch(event.request));
    event.waitUntil(follow(answer.headers.get("Content-Language")));
    return answer;
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
