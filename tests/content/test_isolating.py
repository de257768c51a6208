"""In an Arabic page, an address, an amount, an hour or a number of telephone reads as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests.exercises.rendering import environment
from webapp.content import Catalogue, Presented, all_rows
from webapp.content.isolating import CLOSE, OPEN, isolated
from webapp.exercises import room
from webapp.web.locale import PO, read_messages
from webapp.web.questions import QuestionText, QuestionView

KEPT = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")
LATIN = "A-Za-zÀ-ÿ"
TURNED = re.compile(
    rf"\d[ \u00a0\u202f]+[{LATIN}€%]|[{LATIN}][ \u00a0\u202f]+\d|\d[ \u00a0\u202f]+\d"
)
"""Signs a browser would put in another order in a line from right to left."""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("أسكن في 74 rue des Lilas، Valmoulin.", "أسكن في [74 rue des Lilas]، [Valmoulin]."),
        ("ادفعوا 1,99 € الآن", "ادفعوا [1,99 €] الآن"),
        ("الساعة 9 h 30.", "الساعة [9 h 30]."),
        ("مع M. Petit. ثم", "مع [M. Petit]. ثم"),
        ("الهاتف: 06 39 98 10 27", "الهاتف: [06 39 98 10 27]"),
        ("من 9:00 إلى 12:00", "من 9:00 إلى 12:00"),
        ("الحافلة 3، 50 % اليوم", "الحافلة 3، [50 %] اليوم"),
        ("اكتبوا =SOMME(B2:B5) هنا", "اكتبوا [=SOMME(B2:B5)] هنا"),
        ("الطبخ (cuisine) هنا", "الطبخ ([cuisine]) هنا"),
        ("«Temps de travail» (مدة)", "«[Temps de travail]» (مدة)"),
        ("في Valmoulin. ثم Lyon 3", "في [Valmoulin]. ثم [Lyon 3]"),
        ("قال: \u2066a b. c\u2069 ثم 1 h", "قال: [a b. c] ثم [1 h]"),
        ("Biscotte-Pont-Cerise!", "[Biscotte-Pont-Cerise!]"),
        ("06 39 98 10 27", "[06 39 98 10 27]"),
        ("14", "14"),
        ("Valmoulin", "Valmoulin"),
        ("", ""),
    ],
)
def test_a_latin_whole_is_kept_in_one_piece(text: str, shown: str) -> None:
    seen = isolated(text).replace(OPEN, "[").replace(CLOSE, "]")
    assert seen.replace("\u00a0", " ") == shown
    assert isolated(isolated(text)) == isolated(text)
    assert not re.search(r"\d (?:h|€|\d)", seen)


def view(page: Presented) -> QuestionView:
    """The page as a learner sees it, in Arabic."""
    exercise = room(page.item.type)
    text = QuestionText(page.text["title"], page.text["situation"], page.text["task"])
    return QuestionView(
        room=exercise,
        spec=page.spec,
        text=text,
        state=exercise.begin(page.spec),
        action_url="/x",
        lang=page.lang,
        dir=page.dir,
        page_lang="ar",
        stimulus_lang=page.stimulus_lang,
        stimulus_dir=page.stimulus_dir,
    )


def right_to_left(node: Element, *, rtl: bool = True) -> Iterator[str]:
    """Each text that a browser lays out from right to left, whole."""
    rtl = node.get("dir", "rtl" if rtl else "ltr") == "rtl" and node.tag != "bdi"
    inside = "".join(part for part in [node.text or "", *(child.tail or "" for child in node)])
    if rtl:
        yield inside
    for child in node:
        yield from right_to_left(child, rtl=rtl)


def test_no_arabic_page_is_turned_round(catalogue: Catalogue) -> None:
    env, turned, met = environment(), set[str](), 0
    words = catalogue.root.parent / "translations" / "messages" / "ar" / PO
    env.install_gettext_translations(read_messages(words), newstyle=True)
    for item in catalogue.items.values():
        for variant in all_rows(item, 6):
            page = catalogue.present(item, variant, "ar")
            if page.lang != "ar":
                break
            said = [*page.text.values(), *(c["text"] for c in page.feedback["clues"])]
            said += [page.feedback[name] for name in ("right", "wrong", "remember")]
            html = env.get_template(f"{item.type}/answer.html").render(q=view(page))
            tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
            for text in (*said, *right_to_left(tree)):
                met += bool(KEPT.search(text))
                if TURNED.search(KEPT.sub("", text)):
                    turned.add(f"{item.id}: {KEPT.sub('', text).strip()}")
    assert met > 100
    assert not turned, "\n".join(sorted(turned))
