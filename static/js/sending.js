/* One sending at a time, and never into the void. Buttons stay enabled: a disabled one loses the focus. */
(function (m) {
  /* How the answer was given, for the person's comfort and the fairness of the exercises. */
  var by = "", sure = 0;
  m.on("pointerdown", function (event) { by = event.pointerType; }, window);
  m.on("keydown", function () { by = "keyboard"; }, window);

  /* The browser thinks the network is away. It can be wrong: the service itself is asked. A form sent
     in vain would bring the browser's own error page, and lose what was chosen. */
  function ask(form, button) {
    fetch(m.words.ping, { cache: "no-store" }).then(function (answer) {
      if (!answer.ok) throw answer;
      sure = 1;
      if (button) button.click(); else form.submit();
      sure = 0;
    }).catch(function () { m.say(m.words.away); });
  }

  /* Something is written in another form of the exercise, and its button was not pressed: said once. */
  function unapplied(form) {
    return m.all("#exercise input, #exercise select").filter(function (field) {
      if (field.form === form || field.type === "hidden") return false;
      if (/^(radio|checkbox)$/.test(field.type)) return field.checked !== field.defaultChecked;
      if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
      var chosen = field.options[field.selectedIndex];
      return chosen && !chosen.defaultSelected && field.selectedIndex > 0;
    })[0];
  }
  function warned(form, button) {
    var field = button && button.value === "answer" && !form.dataset.warned && unapplied(form);
    if (!field) return false;
    form.dataset.warned = 1;
    m.say(m.words.unapplied);
    field.focus();
    return true;
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    function hold() { event.preventDefault(); event.stopImmediatePropagation(); }
    if (m.acting && m.acting(event.timeStamp)) return hold();
    /* A way out carries what is typed, and leaves: htmx has nothing to replace. */
    if (event.submitter && event.submitter.hasAttribute("formaction")) return event.stopImmediatePropagation();
    if (warned(form, event.submitter)) return hold();
    if (form.how) form.how.value = by + (m.heard || "");
    if (navigator.onLine === false && window.fetch && !sure) { hold(); return ask(form, event.submitter); }
    if (form.hasAttribute("data-hx-post") && window.htmx) return;
    if (form.dataset.sent) return hold();
    form.dataset.sent = 1;
    setTimeout(function () { delete form.dataset.sent; }, 8000);
  }, true);
  m.on("pageshow", function () {
    m.all("[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  }, window);
})(window.marchepied);
