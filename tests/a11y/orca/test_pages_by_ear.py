"""What follows an answer, and the pages around the exercises, as Orca says them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.a11y.orca.ear import Ear, Wanted, Words, in_order, plain, text
from tests.a11y.test_hands import one_item_a_form
from tests.acting import forms, give, recorded
from tests.web.driving import answer, begin, following
from webapp.exercises.contract import Probe
from webapp.exercises.short_text.grading import LONGEST

pytestmark = [pytest.mark.orca, pytest.mark.slow]
ITEMS = dict(one_item_a_form())
OTHERWISE = "Besoin d’autre chose ?"
CANNOT = Wanted("button", "Je ne peux pas faire cet exercice ici", inside=OTHERWISE)
HELPED = Wanted("button", "Quelqu’un m’aide", inside=OTHERWISE)


def client_of(app, person):
    """A client that is the same person as in the browser."""
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    client.set_cookie("sid", person.driver.get_cookie("sid")["value"])
    return client


def page_at(app, person, path: str) -> Words:
    """A page as the server sends it to this person."""
    return Words(client_of(app, person).get(path).get_data(as_text=True))


def here(person) -> str:
    """Where the browser is."""
    return person.driver.execute_script("return location.pathname")


def asked(app, person, address, item_id: str):
    """An exercise has been read to its end; its id, the words of its page, what was said."""
    question = give(app, person.driver, address, item_id)
    opening = person.opening()
    return question, page_at(app, person, f"/exercice/{question}"), opening


def fill(ear: Ear, words: Words, form) -> None:
    for wanted, value in words.wanted(form):
        ear.fill(wanted, value)


@pytest.mark.parametrize("kind", ["choice", "sim_phone-played"])
def test_a_wrong_answer_says_the_outcome_first(person, live_app, address, kind):
    question, words, _opening = asked(live_app, person, address, ITEMS[kind])
    ear, spoken = Ear(person), []
    for form in forms(live_app, question, Probe.WRONG):
        ear.new_page()
        fill(ear, words, form)
        spoken = ear.press(words.button(form["act"][0]))
        words = page_at(live_app, person, f"/exercice/{question}")
    assert not recorded(live_app, question)[0].right
    assert plain(spoken[0]).startswith(("pas encore", "presque")), spoken
    title, note = text(words.first("h1")), words.first("div", "note")
    reasons = [text(part) for part in note]
    kept = [text(words.first("p", "task"))]
    assert reasons and kept[0]
    in_order(spoken, title, *reasons, "À garder", *kept, "Continuer")


def told_at_once(spoken, page: Words):
    """The summary and its message are heard before anything else of the page; its link."""
    link = next(page.by_id("errors").iter("a"))
    in_order(spoken[:3], "Il manque quelque chose", text(link))
    return link


def test_an_incomplete_answer_is_told_at_once(person, live_app, address):
    question, words, _opening = asked(live_app, person, address, ITEMS["match"])
    (form,) = forms(live_app, question, Probe.INVALID)
    ear = Ear(person)
    fill(ear, words, form)
    spoken = ear.press(words.button("answer"))
    assert recorded(live_app, question) == []
    page = Words(person.driver.page_source)
    link = told_at_once(spoken, page)
    ear.reach(Wanted("link", text(link)))
    field = page.by_id(link.get("href")[1:])
    at_the_field = ear.follow()
    in_order(at_the_field, page.label(field))
    in_order(at_the_field, text(page.by_id(f"{field.get('id')}-error")))
    for wanted, _value in words.wanted(form):
        assert plain(wanted.option) in plain(" ".join(ear.reach(wanted))), "a choice is lost"


def test_what_was_typed_is_still_there(person, live_app, address):
    question, words, _opening = asked(live_app, person, address, ITEMS["short_text"])
    ear, typed = Ear(person), "bonjour " * (LONGEST // 8 + 1)
    fill(ear, words, {"text": [typed]})
    spoken = ear.press(words.button("answer"))
    assert recorded(live_app, question) == []
    page = Words(person.driver.page_source)
    link = told_at_once(spoken, page)
    ear.reach(Wanted("link", text(link)))
    at_the_field = ear.follow()
    field = page.by_id(link.get("href")[1:])
    for part in (page.label(field), text(page.by_id("text-error")), typed):
        in_order(at_the_field, part)


def test_a_choice_left_empty_is_told_with_its_group(person, live_app, address):
    _question, words, _opening = asked(live_app, person, address, ITEMS["choice"])
    ear = Ear(person)
    spoken = ear.press(words.button("answer"))
    page = Words(person.driver.page_source)
    link = told_at_once(spoken, page)
    ear.reach(Wanted("link", text(link)))
    at_the_group = ear.follow()
    in_order(
        at_the_group, text(page.by_id("choice").find("legend")), text(page.by_id("choice-error"))
    )
    in_order(person.press("Tab"), text(page.first("label", "choice")))


def test_a_refused_action_is_told_inside_the_page(person, live_app, address):
    """Nothing leaves the page. The same mistake again is told again."""
    _question, words, _opening = asked(live_app, person, address, ITEMS["sim_doc-played"])
    ear, refusal = Ear(person), "Choisissez d’abord une ligne."
    for _time in range(3):
        spoken = ear.press(words.button("tool:underline"))
        in_order(spoken, "Il manque quelque chose", refusal)
        assert plain(" ".join(spoken)).count(plain(refusal)) == 1, spoken


def test_who_does_not_know_is_thanked_first(person, live_app, address):
    _question, words, _opening = asked(live_app, person, address, ITEMS["choice"])
    spoken = Ear(person).press(words.button("dont_know"))
    assert plain(spoken[0]).startswith("a decouvrir"), spoken
    in_order(spoken, "Merci de l’avoir dit. Voici comment faire.", "À garder", "Continuer")


def test_an_impossible_question_is_replaced(person, live_app, address):
    question, _words, _opening = asked(live_app, person, address, ITEMS["sim_photo"])
    ear = Ear(person)
    spoken = ear.press(CANNOT)
    in_order(spoken, OTHERWISE)
    words = Words(person.driver.page_source)
    ways = [text(label) for label in words.by_id("aid").iter("label")]
    assert len(ways) == 4
    fill(ear, words, {"reason": ["see_hear"]})
    after = ear.press(words.button("cannot"))
    other = here(person)
    assert "/exercice/" in other and str(question) not in other
    in_order(after, text(page_at(live_app, person, other).first("h1")))


def test_from_the_home_page_to_the_first_exercise(person, live_app, address):
    opening = person.open(address + "/")
    heard = [plain(phrase) for phrase in opening]
    buttons = [words for words, role in pairwise(heard) if role == "bouton"]
    assert buttons == ["francais", "english", plain("العربية"), "commencer"], "one beside languages"
    in_order(opening, "Le numérique, une marche à la fois", "Commencer", "Comment ça marche ?")
    ear = Ear(person)
    spoken = ear.press(Wanted("button", "Commencer"))
    words = page_at(live_app, person, here(person))
    in_order(
        spoken,
        "Pour se préparer",
        "Cette page n’est pas comptée.",
        "La taille du texte vous va ?",
        "Choisissez le mot « Soleil ».",
        "Valider",
        "Bon à savoir",
    )
    fill(ear, words, {"practice": ["soleil"]})
    spoken = ear.press(words.button("answer"))
    question = page_at(live_app, person, here(person))
    in_order(
        spoken,
        "Exercice 1 sur",
        text(question.first("h1")),
        "Valider ma réponse"
        if "Valider ma réponse" in text(question.by_id("answer"))
        else "Valider",
    )


def test_help_is_said_on_the_question(person, live_app, address):
    _question, _words, _opening = asked(live_app, person, address, ITEMS["choice"])
    ear = Ear(person)
    spoken = ear.press(HELPED)
    in_order(spoken, OTHERWISE)
    aid = Words(person.driver.page_source).by_id("aid")
    ways = [text(b) for b in aid.iter("button") if b.get("name") == "act"]
    after = ear.press(Wanted("button", ways[0]))
    note = page_at(live_app, person, here(person)).first("div", "note")
    in_order(after, note.text)


def a_result(app, client) -> str:
    """A test done to its end, one answer wrong; the address of its result."""
    url, rank = begin(client), 0
    while "/exercice/" in url:
        probe = Probe.WRONG if rank == 2 else Probe.CORRECT
        url, rank = following(client, answer(app, client, url, probe)), rank + 1
    return url


def test_the_result_says_strengths_first_and_no_drawing(person, live_app, address):
    client = live_app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    result = a_result(live_app, client)
    person.driver.add_cookie({"name": "sid", "value": client.get_cookie("sid").value})
    words = page_at(live_app, person, result)
    spoken = person.open(address + result)
    strengths = [text(item) for item in words.first("ul", "know").iter("li")]
    assert strengths
    in_order(
        spoken,
        text(words.first("h1")),
        *strengths,
        "La suite pour vous",
        "Une personne peut vous aider",
    )
    drawn = {"image", "graphique", "barre de progression", "1", "2", "3", "4"}
    assert not drawn & set(map(plain, spoken)), "the drawing of the steps is read"
