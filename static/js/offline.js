/* The worker keeps the page shown when the network is away. Later: it must not compete with the page. */
(function (m) {
  if (!m.words.worker || !("serviceWorker" in navigator)) return;
  var policy = window.trustedTypes && trustedTypes.createPolicy("marchepied", {
    createScriptURL: function (url) { return url === m.words.worker ? url : ""; }
  });
  m.on("load", function () {
    setTimeout(function () {
      var url = policy ? policy.createScriptURL(m.words.worker) : m.words.worker;
      navigator.serviceWorker.register(url, { updateViaCache: "all" }).catch(function () {});
    }, 3000);
  }, window);
})(window.marchepied);
