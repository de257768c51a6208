/* Display settings show themselves at once; they are kept by the button, as without script. */
(function (m) {
  m.on("change", function (event) {
    var form = event.target.closest("[data-display]");
    if (!form) return;
    document.documentElement.className = Array.prototype.map.call(
      form.querySelectorAll(":checked"), function (input) { return input.value; }
    ).join(" ");
    event.target.scrollIntoView({ block: "nearest" });
  });
})(window.marchepied);
