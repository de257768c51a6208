/* Listening: the whole page in reading order, each part in its own language, on request only. */
(function (m) {
  var doc = document, root = doc.documentElement, synth = window.speechSynthesis;
  if (!synth || !synth.getVoices || !window.SpeechSynthesisUtterance) return;
  var parts = [], at = -1, turn = 0, slower = root.classList.contains("slow");
  var SILENT = "script,style,svg,input,select,textarea,.sr,div.tools,#status,[hidden],[aria-hidden=true]";

  function short(lang) { return (lang || "").slice(0, 2).toLowerCase(); }
  function voice(lang) {
    return synth.getVoices().filter(function (v) { return short(v.lang) === short(lang); })[0];
  }
  function collect(start) {
    var list = [], part;
    function say(text, el) {
      var lang = el.closest("[lang]").lang;
      if (!part || part.lang !== lang) list.push(part = { lang: lang, el: el, text: "" });
      part.text += text;
    }
    (function walk(el) {
      if (el.matches(SILENT) && el !== start) return;
      var block = !/^(inline|contents)/.test(getComputedStyle(el).display);
      if (block) part = 0;
      if (el.dataset.say) say(el.dataset.say, el);
      else if (el.alt) say(el.alt + ". ", el);
      else Array.prototype.forEach.call(el.childNodes, function (node) {
        if (node.nodeType === 3) { if (part || node.data.trim()) say(node.data, el); }
        else if (node.nodeType === 1 && (el.tagName !== "DETAILS" || el.open || node.tagName === "SUMMARY")) walk(node);
      });
      if (block) part = 0;
    })(start);
    return list;
  }
  function mark(el) {
    m.all(".reading").forEach(function (old) { old.classList.remove("reading"); });
    if (el) el.classList.add("reading");
  }
  function speak() {
    var mine = ++turn, part = parts[at], left;
    synth.cancel();
    mark(part && part.el);
    m.all("[data-listen]").forEach(function (b) { b.textContent = part ? m.words.stop : b.dataset.listen; });
    m.all("button[data-slower]").forEach(function (b) { b.hidden = !part; b.setAttribute("aria-pressed", slower); });
    if (!part) { at = -1; return; }
    /* Short utterances: some phones fall silent after fifteen seconds. */
    left = part.text.replace(/\s+/g, " ").trim().match(/.+?([.!?؟:](?=\s|$)|$)/g) || [];
    (function next() {
      if (mine !== turn) return;
      var text = left.shift(), u;
      if (!text) { at += 1; speak(); return; }
      u = new SpeechSynthesisUtterance(text);
      u.lang = part.lang;
      u.voice = voice(part.lang) || null;
      u.rate = slower ? 0.7 : 0.95;
      u.onend = u.onerror = next;
      synth.speak(u);
    })();
  }
  function ready() {
    if (!voice(root.lang)) return;
    m.all("[data-listen][hidden]").forEach(function (b) {
      var slow = doc.createElement("button");
      b.dataset.listen = b.textContent;
      b.hidden = false;
      slow.type = "button";
      slow.className = b.className;
      slow.textContent = m.words.slower;
      slow.dataset.slower = "";
      slow.hidden = true;
      b.parentNode.insertBefore(slow, b.nextSibling);
      m.on("click", function () {
        var status = doc.getElementById("status");
        parts = at < 0 ? collect(doc.querySelector("main")).concat(status ? collect(status) : []) : [];
        at = 0;
        m.heard = " heard";
        speak();
      }, b);
      m.on("click", function () { slower = !slower; speak(); }, slow);
    });
  }
  ready();
  synth.onvoiceschanged = ready;
  m.on("pagehide", function () { synth.cancel(); }, window);
  /* The page changed under the voice: what it was reading is not there any more. */
  m.on("htmx:after:settle", function () { parts = []; if (at >= 0) speak(); });
})(window.marchepied);
