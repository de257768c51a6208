"""A real Enter key in each field of the adviser's and the accounts' pages: the main button, and all that
was typed with it.

Nothing leaves the page: what would have been sent is read where the browser is about to send it.
"""

from __future__ import annotations

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.a11y.test_axe import open_page
from tests.a11y.test_signed_in import ADVISER, THROUGH
from tests.browser import resize

pytestmark = [pytest.mark.a11y, pytest.mark.xdist_group("signed-in")]

PUBLIC_FORMS = {"sign in": "/conseil/connexion", "a code": "/code"}
OF_ACCOUNTS = ("leaving", "my data", "my card", "sharing")
SURELY = {
    *("new prescription", "edit", "prescription", "team", "password", "installation"),
    *("new password", "screening on paper", "sign in", "a code", "leaving", "my data"),
}
"""Pages with fields: were they not found, nothing would be walked."""

TYPED = "input[type=text], input[type=password], input[type=radio], input[type=checkbox]"
FIELD = f":is({TYPED}):not([disabled])"
LISTEN = """window.sent = [];
window.addEventListener('submit', event => {
    event.preventDefault(); event.stopImmediatePropagation();
    const form = event.target, data = Object.fromEntries(new FormData(form, event.submitter));
    sent.push({form: Array.from(document.forms).indexOf(form), button: event.submitter &&
        Array.from(document.querySelectorAll('button')).indexOf(event.submitter), data});
}, true);"""
FILL = """const [form, selector] = arguments, typed = {};
for (const field of form.querySelectorAll(selector)) {
    if (field.type === 'radio' || field.type === 'checkbox') field.checked = true;
    else field.value = 'mot-' + field.name;
    if (field.checked || !/radio|checkbox/.test(field.type)) typed[field.name] = field.value;
}
return typed;"""
MAIN_BUTTON = """const form = arguments[0], all = Array.from(form.elements).filter(
    one => one.tagName === 'BUTTON' && one.type === 'submit');
const main = all.filter(one => one.classList.contains('main'));
return [all.length, main.length,
    Array.from(document.querySelectorAll('button')).indexOf(main[0] || all[0])];"""
SHOW = """for (let up = arguments[0]; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.open = true;
arguments[0].scrollIntoView({block: 'center'}); arguments[0].focus();"""


def pressed(driver, field):
    """What Enter in this field sends."""
    driver.execute_script("sent.length = 0")
    driver.execute_script(SHOW, field)
    ActionChains(driver).send_keys(Keys.ENTER).perform()
    return driver.execute_script("return sent")


def faults(driver, number, form):
    """What is not as it should be in one form."""
    fields = form.find_elements(By.CSS_SELECTOR, FIELD)
    if not fields:
        return
    buttons, main, expected = driver.execute_script(MAIN_BUTTON, form)
    if not (buttons == 1 or main == 1):
        yield f"form {number}: {main} main buttons of {buttons}"
    for field in fields:
        typed = driver.execute_script(FILL, form, FIELD)
        where, sent = field.get_attribute("name"), pressed(driver, field)
        if [(one["form"], one["button"]) for one in sent] != [(number, expected)]:
            yield f"{where}: {sent}, button {expected} of form {number} expected"
        elif lost := typed.items() - sent[0]["data"].items():
            yield f"{where}: lost {lost}"


def walked(driver):
    """What is not as it should be in the page, and how many of its forms have fields."""
    driver.execute_script(LISTEN)
    every = driver.find_elements(By.TAG_NAME, "form")
    found = [fault for n, form in enumerate(every) for fault in faults(driver, n, form)]
    return found, len([form for form in every if form.find_elements(By.CSS_SELECTOR, FIELD)])


@pytest.mark.parametrize("name", [*ADVISER, *OF_ACCOUNTS, *PUBLIC_FORMS])
def test_enter_is_the_main_button_and_loses_nothing(page, address, world, name):
    for key, value in world.cookies.items():
        page.add_cookie({"name": key, "value": value})
    resize(page, 1280)
    open_page(page, address + (world.pages | PUBLIC_FORMS)[name], **THROUGH.get(name, {}))
    found, forms = walked(page)
    assert found == [] and (forms or name not in SURELY)


def test_the_walk_can_fail(page, address):
    """Another button before the main one; a field that stands outside its form."""
    page.get(address + "/conseil/connexion")
    page.execute_script("""const form = document.querySelector('main form');
        form.prepend(document.createElement('button'));
        form.querySelector('[type=password]').setAttribute('form', 'nothing');""")
    assert walked(page)[0]
