/* Inside a page htmx replaces what changed. It is trusted only where everything it uses exists, and
   never with the last word: after a failure the page shows what the server knows. */
(function (m) {
  var doc = document, pressed = "", since = 0, into;
  var NEEDED = [
    window.fetch, window.AbortController, window.FormData && FormData.prototype.entries,
    window.SubmitEvent && "submitter" in SubmitEvent.prototype,
    Element.prototype.replaceChildren, String.prototype.replaceAll, Object.fromEntries
  ];
  /* Chromium 86 to 88 have all of these, and refuse a selector htmx looks for a title with. */
  function selects() {
    try { doc.querySelector("title:not(svg title)"); return true; } catch (refused) { return false; }
  }
  if (!NEEDED.every(Boolean) || !selects()) {
    m.all("form,button").forEach(function (element) {
      Array.prototype.slice.call(element.attributes).forEach(function (attribute) {
        if (attribute.name.indexOf("data-hx-") === 0) element.removeAttribute(attribute.name);
      });
    });
  }

  /* An action under way: until it is done, nothing else leaves the page, an answer least of all. */
  m.acting = function (now) { return Boolean(since) && now - since < 8000; };
  m.on("htmx:before:request", function (event) {
    since = event.timeStamp;
    into = event.detail.ctx.target;
  });
  m.on("htmx:finally:request", function () { since = 0; });

  /* Focus goes to the same button when it is still there, else to the kept group. Known from what is
     sent, not from a click: where the page listens to clicks, screen readers say « clickable » of all
     that takes the focus. */
  m.on("submit", function (event) { pressed = event.submitter ? event.submitter.id : ""; });
  m.on("htmx:after:settle", function () {
    var group = doc.getElementById("exercise"), kept = pressed && doc.getElementById(pressed);
    var world = doc.getElementById("world") ? "world" : "answer";
    /* What is typed on the new screen may be in another form: the ways out carry that one. */
    m.all("[formaction]").forEach(function (way) { way.setAttribute("form", world); });
    if (into && into.id === "aid") into.focus();
    if (group && (doc.activeElement === doc.body || !doc.activeElement)) (kept || group).focus();
    m.tellErrors();
  });

  function showWhatTheServerKnows() { location.replace(location.pathname + location.search); }
  m.on("htmx:response:error", function (event) {
    var status = event.detail.ctx.response.status;
    if (status === 422) return;
    if (status >= 500 || status === 429) m.say(m.words.busy);
    else showWhatTheServerKnows();
  });
  m.on("htmx:error", function (event) {
    var request = event.detail.ctx;
    if (!request) return;
    if (request.response) showWhatTheServerKnows();
    else m.say(m.words.away);
  });
})(window.marchepied);
