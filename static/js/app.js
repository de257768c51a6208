/* What a browser can add to pages that already work without it: listening, keeping the focus,
   one sending at a time, printing, a preview of the display settings, the offline page.
   No dependency, nothing written as HTML. Words come from the data-* of this script's tag. */
(function () {
  var doc = document, root = doc.documentElement, script = doc.currentScript, words = script.dataset;
  var all = function (selector) { return Array.prototype.slice.call(doc.querySelectorAll(selector)); };
  var on = function (name, handle, target) { (target || doc).addEventListener(name, handle); };

  /* Listening: the whole page in reading order, each part in its own language, on request only. */
  var synth = window.speechSynthesis, parts = [], at = -1, turn = 0, slower = root.classList.contains("slow");
  var SILENT = "script,style,svg,input,select,textarea,.sr,.tools,#status,[hidden],[aria-hidden=true]";

  function voice(lang) {
    lang = lang.slice(0, 2).toLowerCase();
    return synth.getVoices().filter(function (v) { return v.lang.slice(0, 2).toLowerCase() === lang; })[0];
  }
  function collect(start) {
    var found = [], part;
    function say(text, el) {
      var lang = el.closest("[lang]").lang;
      if (!part || part.lang !== lang) found.push(part = { lang: lang, el: el, text: "" });
      part.text += text;
    }
    (function walk(el) {
      if (el.matches(SILENT) && el !== start) return;
      var block = !/^(inline|contents)/.test(getComputedStyle(el).display);
      if (block) part = 0;
      if (el.dataset.say) say(el.dataset.say, el);
      else if (el.alt) say(el.alt + ". ", el);
      else el.childNodes.forEach(function (node) {
        if (node.nodeType === 3) { if (part || node.data.trim()) say(node.data, el); }
        else if (node.nodeType === 1 && (el.tagName !== "DETAILS" || el.open || node.tagName === "SUMMARY")) walk(node);
      });
      if (block) part = 0;
    })(start);
    return found;
  }
  function mark(el) {
    all(".reading").forEach(function (old) { old.classList.remove("reading"); });
    if (el) el.classList.add("reading");
  }
  function speak() {
    var mine = ++turn, part = parts[at], left;
    synth.cancel();
    mark(part && part.el);
    all("[data-listen]").forEach(function (b) { b.textContent = part ? words.stop : b.dataset.listen; });
    all("button[data-slower]").forEach(function (b) { b.hidden = !part; b.setAttribute("aria-pressed", slower); });
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
    all("[data-listen][hidden]").forEach(function (b) {
      var slow = doc.createElement("button");
      b.dataset.listen = b.textContent;
      b.hidden = false;
      slow.type = "button";
      slow.className = b.className;
      slow.textContent = words.slower;
      slow.dataset.slower = "";
      slow.hidden = true;
      b.after(slow);
      on("click", function () {
        var status = doc.getElementById("status");
        parts = at < 0 ? collect(doc.querySelector("main")).concat(status ? collect(status) : []) : [];
        at = 0;
        how.heard = " heard";
        speak();
      }, b);
      on("click", function () { slower = !slower; speak(); }, slow);
    });
  }
  if (synth) {
    ready();
    synth.onvoiceschanged = ready;
    on("pagehide", function () { synth.cancel(); }, window);
  }

  /* Inside a page, focus goes to the same button when it is still there, else to the kept group.
     Known from what is sent, not from a click: where the page listens to clicks, screen readers say
     « clickable » of all that takes the focus. */
  var pressed = "";
  on("htmx:after:settle", function () {
    var group = doc.getElementById("exercise"), kept = pressed && doc.getElementById(pressed);
    parts = []; if (at >= 0) speak();
    if (group && (doc.activeElement === doc.body || !doc.activeElement)) (kept || group).focus();
    tell();
  });

  /* What is missing is told at once, by the focus. A link to a group of choices gives it the focus:
     its question and its message are then said together. */
  function tell() {
    var problems = doc.getElementById("errors");
    all("#errors a").forEach(function (link) {
      var group = doc.getElementById(link.hash.slice(1));
      if (!group || group.tagName !== "FIELDSET") return;
      group.tabIndex = -1;
      on("click", function (event) { event.preventDefault(); group.focus(); }, link);
    });
    if (problems) problems.focus();
  }
  tell();

  /* Scripts come from the two addresses the page itself names, and from nowhere else. */
  var policy = window.trustedTypes && trustedTypes.createPolicy("marchepied", {
    createScriptURL: function (url) { return url === words.worker || url === words.htmx ? url : ""; }
  });
  function trusted(url) { return policy ? policy.createScriptURL(url) : url; }

  /* htmx comes with the first gesture in a simulation: who never acts in one never pays for it. What is
     sent meanwhile waits for it a little. Without it, to save data, or on a slow or paid network where it would cost
     more than it brings, forms send themselves. */
  var coming = 0, waiting = 0;
  function arrived() {
    var sent = waiting;
    coming = waiting = 0;
    words.htmx = "";
    if (sent) sent[0].requestSubmit(sent[1]);
  }
  function frugal() {
    var network = navigator.connection || {};
    return network.saveData || network.type === "cellular" || /2g|3g/.test(network.effectiveType);
  }
  function leaves(button) { return button && button.closest("button[value=answer],button[value=dont_know]"); }
  function bring(event) {
    var tag, config;
    if (leaves(event.submitter || event.target) || coming || !words.htmx || frugal()) return;
    config = doc.createElement("meta");
    config.name = "htmx-config";
    config.content = 'extensions:"hx-csp",history:false,includeIndicatorCSS:false';
    tag = doc.createElement("script");
    tag.nonce = script.nonce;
    tag.src = trusted(words.htmx);
    /* One turn later: htmx reads the page after its own script has run. */
    tag.onload = tag.onerror = function () { clearTimeout(coming); setTimeout(arrived); };
    doc.head.append(config, tag);
    coming = setTimeout(arrived, 5000);
  }
  all("#exercise").forEach(function (group) {
    ["pointerdown", "focusin", "keydown"].forEach(function (gesture) { on(gesture, bring, group); });
  });

  /* How the answer was given, for the person's comfort and the fairness of the exercises. */
  var how = { by: "", heard: "" };
  on("pointerdown", function (event) { how.by = event.pointerType; }, window);
  on("keydown", function () { how.by = "keyboard"; }, window);

  function away() {
    var status = doc.getElementById("status");
    if (!status) return;
    status.textContent = "";
    setTimeout(function () { status.textContent = words.away; }, 50);
  }

  /* An action under way inside the page: until it is done, nothing else leaves, an answer least of all. */
  var acting = 0;
  on("htmx:before:request", function (event) { acting = event.timeStamp; });
  on("htmx:finally:request", function () { acting = 0; });
  on("htmx:error", away);

  /* One sending at a time. Buttons stay enabled: a disabled one loses the focus. */
  doc.addEventListener("submit", function (event) {
    var form = event.target;
    function hold() { event.preventDefault(); event.stopImmediatePropagation(); }
    if (waiting || (acting && event.timeStamp - acting < 8000)) return hold();
    pressed = event.submitter ? event.submitter.id : "";
    if (form.how) form.how.value = how.by + how.heard;
    /* A browser's own error page would lose what was chosen. */
    if (navigator.onLine === false && doc.getElementById("status")) { hold(); return away(); }
    if (form.hasAttribute("hx-post")) {
      bring(event);
      if (coming && form.requestSubmit && !leaves(event.submitter)) {
        waiting = [form, event.submitter];
        return hold();
      }
      if (window.htmx) return;
    }
    if (form.dataset.sent) return hold();
    form.dataset.sent = 1;
    setTimeout(function () { delete form.dataset.sent; }, 8000);
  }, true);
  on("pageshow", function () { all("[data-sent]").forEach(function (form) { delete form.dataset.sent; }); }, window);

  all("[data-print]").forEach(function (b) { b.hidden = false; on("click", function () { print(); }, b); });

  /* Display settings show themselves at once; they are kept by the button, as without script. */
  on("change", function (event) {
    var form = event.target.closest("[data-display]");
    if (!form) return;
    root.className = Array.prototype.map.call(form.querySelectorAll(":checked"), function (i) { return i.value; }).join(" ");
    event.target.scrollIntoView({ block: "nearest" });
  });

  on("load", function () {
    if (!words.worker || !("serviceWorker" in navigator)) return;
    /* Later: it must not compete with the next page, and by then its own page comes in fewer bytes. */
    setTimeout(function () { navigator.serviceWorker.register(trusted(words.worker), { updateViaCache: "all" }).catch(function () {}); }, 3000);
  }, window);
})();
