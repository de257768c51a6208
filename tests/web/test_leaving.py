"""After leaving a device, nothing of the person is on it; and each way of leaving says what it did."""

import pytest

from tests.web.driving import path


@pytest.mark.parametrize(("form", "kept"), [({}, False), ({"own": "oui"}, True)])
def test_cookies_go_unless_the_device_is_ones_own(client, form, kept):
    client.post("/commencer")
    client.post("/langue", data={"lang": "en"})
    client.set_cookie("affichage", "dark")
    response = client.post("/quitter", data=form)
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    left = {name for name in ("sid", "langue", "affichage") if client.get_cookie(name)}
    assert left == ({"langue", "affichage"} if kept else set())


def test_home_says_what_was_done_and_only_then(client):
    client.post("/commencer")
    assert "ne vous connaît plus" not in client.get("/?fini=1").get_data(as_text=True)
    home = path(client.post("/quitter"))
    assert "ne vous connaît plus" in client.get(home).get_data(as_text=True)
    client.post("/commencer")
    home = path(client.post("/mes-donnees/effacer", data={"sure": "oui"}))
    assert "Vos données sont effacées" in client.get(home).get_data(as_text=True)
