/* A button to print, where the browser can. */
(function (m) {
  if (!window.print) return;
  m.all("[data-print]").forEach(function (b) { b.hidden = false; m.on("click", function () { print(); }, b); });
})(window.marchepied);
