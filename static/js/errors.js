/* What is missing is told at once, by the focus. A link to a group of choices gives it the focus:
   its question and its message are then said together. */
(function (m) {
  m.tellErrors = function () {
    var problems = document.getElementById("errors");
    m.all("#errors a").forEach(function (link) {
      var group = document.getElementById(link.hash.slice(1));
      if (!group || group.tagName !== "FIELDSET") return;
      group.tabIndex = -1;
      m.on("click", function (event) { event.preventDefault(); group.focus(); }, link);
    });
    if (problems) problems.focus();
  };
  m.tellErrors();
})(window.marchepied);
