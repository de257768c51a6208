/* The camera opened the link of a card: its token stands after the #, where no server and no log sees it. */
(function (m) {
  var token = location.hash.slice(1), card = m.all("[data-card]")[0];
  if (!card || !/^[\w-]{20,64}$/.test(token)) return;
  card.querySelector("[name=token]").value = token;
  card.hidden = false;
  m.all("[data-no-card]").forEach(function (form) { form.hidden = true; });
  if (history.replaceState) history.replaceState(null, "", location.pathname);
})(window.marchepied);
