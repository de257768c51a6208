/* What is typed and not sent goes to the service when the page goes away by a road of the browser's own
   (Back, another application, a link): it comes back with the exercise. */
(function (m) {
  var exercise = document.querySelector("[data-keep]"), sent = false, typed = false;
  if (!exercise || !navigator.sendBeacon || !window.FormData) return;
  m.on("input", function () { typed = true; });
  m.on("change", function () { typed = true; });
  m.on("submit", function (event) {
    if (!event.defaultPrevented && exercise.contains(event.target)) sent = true;
  }, window);
  m.on("htmx:after:settle", function () { sent = typed = false; });
  m.on("pageshow", function () { sent = false; }, window);
  function keep() {
    if (!typed || sent) return;
    var all = new FormData(), step = exercise.querySelector("[name=step]");
    m.all("#exercise input, #exercise select, #exercise textarea").forEach(function (field) {
      var chosen = !/^(radio|checkbox)$/.test(field.type) || field.checked;
      if (field.name && chosen && field.type !== "hidden") all.append(field.name, field.value);
    });
    all.append("step", step ? step.value : "0");
    navigator.sendBeacon(exercise.dataset.keep, all);
    typed = false;
  }
  m.on("pagehide", keep, window);
  m.on("visibilitychange", function () { if (document.visibilityState === "hidden") keep(); });
})(window.marchepied);
