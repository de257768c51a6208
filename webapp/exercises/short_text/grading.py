"""Grading of ``short_text``: what was typed is one of the accepted writings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from webapp.exercises.contract import (
    Exercise,
    FieldError,
    Grade,
    InvalidResponse,
    Probe,
    Response,
    Spec,
    State,
)
from webapp.exercises.facts import denies, states
from webapp.exercises.keyboards import same_signs
from webapp.exercises.paper import Blank, Block, Frame, Paper, PaperTable, Words
from webapp.exercises.posting import FormData, answer_form, first
from webapp.exercises.short_text.spec import Answer, World
from webapp.exercises.short_text.writings import natural, other
from webapp.exercises.text_rules import same_text
from webapp.exercises.twin import Ask, Twin

FIELD = "text"
LONGEST = 200
WRONG = ("zzz", "23 h 59", "987654")


class ShortText(Exercise):
    """A fact to find and to type."""

    type = "short_text"
    xapi_interaction = "fill-in"
    World = World
    Answer = Answer

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        typed = first(form, FIELD)
        if not typed:
            message = "Écrivez votre réponse, ou appuyez sur « Je ne sais pas »."
            raise InvalidResponse(FieldError(FIELD, message))
        if len(typed) > LONGEST:
            raise InvalidResponse(FieldError(FIELD, "Écrivez une réponse plus courte."))
        return {"text": typed}

    def grade(self, spec: Spec, response: Response) -> Grade:
        right = _accepted(spec, response["text"])
        return Grade(float(right), right, () if right else _keys(spec, response["text"]))

    def sample(self, spec: Spec, probe: Probe) -> Sequence[FormData]:
        if probe is Probe.INVALID:
            return [answer_form(text="   ")]
        if probe is Probe.CORRECT:
            return [answer_form(text=spec.answer.accept[0])]
        return [answer_form(text=next(text for text in WRONG if not _accepted(spec, text)))]

    def named_roads(self, spec: Spec) -> Iterable[Sequence[FormData]]:
        """Every natural way to write the first key, and each writing the author lists."""
        first_, *listed = spec.answer.accept
        forms = (*natural(first_, spec.answer.text_rule), *listed)
        return [[answer_form(text=text)] for text in forms]

    def tempting_roads(self, spec: Spec) -> Iterable[Sequence[FormData]]:
        forms = other(spec.answer.accept[0], spec.answer.text_rule)
        return [[answer_form(text=text)] for text in (*WRONG, *forms)]

    def paper(self, spec: Spec) -> Paper:
        table, note, field = spec.world.table, spec.world.note, spec.world.field
        shown: list[Block] = []
        if table:
            shown.append(PaperTable(table.caption, table.head, table.rows))
        if note:
            shown.append(Frame(note.title, (Words(note.text),)))
        names = {reading: reading for reading in _readings(spec)}
        asked = Blank(field.label, field.hint or "")
        return Paper((asked,), spec.answer.accept, tuple(shown), names)

    def twin(self, spec: Spec) -> Twin | None:
        first_, *others = spec.answer.accept
        paper = self.paper(spec)
        return Twin(
            Ask.TEXT,
            (first_,),
            also=tuple((other,) for other in others),
            label=spec.world.field.label,
            shown=paper.shown,
        )

    def ids(self, spec: Spec) -> frozenset[str]:
        table = spec.world.table
        rows = {f"row{n}" for n in range(1, len(table.rows) + 1)} if table else set()
        return frozenset({"table", "note", "field"}) | rows

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        return frozenset({"other"}) | frozenset(_readings(spec))

    def expected_keys(self, spec: Spec) -> frozenset[str]:
        """Anything can be typed: the author explains the readings worth explaining."""
        return frozenset()


def _accepted(spec: Spec, text: str) -> bool:
    """A full stop ends a sentence, and is part of no answer but an address."""
    rule = spec.answer.text_rule
    said = text if rule.kind == "email" else text.rstrip(" .")
    keys = spec.answer.accept
    close = [good for good in keys if same_text(said, good) or not denies(said, good)]
    return any(same_text(said, good, rule) or states(said, good, rule) for good in close)


def _keys(spec: Spec, text: str) -> tuple[str, ...]:
    """What was read instead, when it stands in the stimulus; then the general reason."""
    read = (part for part in _readings(spec) if same_text(text, part, spec.answer.text_rule))
    return (*read, "other")


def _readings(spec: Spec) -> list[str]:
    """Everything a person could copy by mistake: whole cells, and each word or number in them."""
    table, note = spec.world.table, spec.world.note
    cells = [cell for row in table.rows for cell in row] if table else []
    texts = [*cells, note.text] if note else cells
    plain = [" ".join(same_signs(text).split()) for text in texts]
    words = [word.strip(".,;:!?«»") for text in plain for word in text.split()]
    return list(dict.fromkeys(filter(None, (*plain, *words))))
