/* What the parts of this script share. Each part stands alone: one that fails, or whose feature the
   browser does not have, leaves the others working (webapp/web/assets.py joins them).
   Words come from the data-* of the script's tag; nothing is ever written as HTML. */
window.marchepied = (function () {
  var doc = document;
  return {
    words: doc.currentScript.dataset,
    all: function (selector) { return Array.prototype.slice.call(doc.querySelectorAll(selector)); },
    on: function (name, handle, target) { (target || doc).addEventListener(name, handle); },
    /* In two times: the same sentence said again is heard again. */
    say: function (sentence) {
      var status = doc.getElementById("status");
      if (!status) return;
      status.textContent = "";
      setTimeout(function () { status.textContent = sentence; }, 50);
    }
  };
})();
