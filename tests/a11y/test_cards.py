"""A card read by a camera: the token stands after the #, the script takes it, one question opens the work."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.a11y.test_axe import violations
from webapp.accounts import cards, sessions

pytestmark = [pytest.mark.a11y, pytest.mark.e2e]


@pytest.fixture
def token(live_app):
    app = live_app.extensions["marchepied"]
    with app.database.writing() as session:
        learner_id, _device = sessions.start_learner(session, channel="public")
        made = cards.make(session, learner_id=learner_id, secret_key=app.settings.secret_key)
    return made.token


def test_scanning_opens_after_one_question(page, address, token):
    page.get(f"{address}/code#{token}")
    card = page.find_element(By.CSS_SELECTOR, "[data-card]")
    assert card.is_displayed() and not page.find_element(By.ID, "code").is_displayed()
    assert token not in page.current_url, "neither the history nor the next person sees it"
    assert violations(page) == []
    card.find_element(By.CSS_SELECTOR, ".btn.main").click()
    WebDriverWait(page, 10).until(lambda driver: driver.current_url == f"{address}/")
    page.get(f"{address}/ma-carte")
    assert page.current_url == f"{address}/ma-carte", "this device knows the person"


def test_an_address_with_anything_else_after_its_sign_is_the_page_of_codes(page, address):
    page.get(f"{address}/code#main")
    assert page.find_element(By.ID, "code").is_displayed()
    assert not page.find_element(By.CSS_SELECTOR, "[data-card]").is_displayed()
