"""A small calculator for spreadsheet formulas: ``=SOMME(B2:B5)``, ``=B2+B3*2``.

French and English names, comma or semicolon between arguments, decimal comma or point. Written as a
recursive descent parser over ``Decimal``: nothing typed is ever executed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation

LONGEST = 200
DEEPEST = 20
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:[.,]\d+)?)|(?P<range>[A-Z]{1,2}\d{1,3}:[A-Z]{1,2}\d{1,3})"
    r"|(?P<cell>\$?[A-Z]{1,2}\$?\d{1,3})|(?P<name>[A-ZÀ-Ý_]+)|(?P<sign>[-+*/();,×÷]))"
)
CELL = re.compile(r"([A-Z]{1,2})(\d{1,3})$")
Values = Mapping[str, Decimal]


class FormulaError(ValueError):
    """The formula cannot be computed; the message says what to check, in French."""


def _mean(numbers: Sequence[Decimal]) -> Decimal:
    if not numbers:
        raise FormulaError("Il n'y a pas de nombre à calculer.")
    return sum(numbers, Decimal(0)) / len(numbers)


FUNCTIONS: Mapping[str, Callable[[Sequence[Decimal]], Decimal]] = {
    "SOMME": lambda numbers: sum(numbers, Decimal(0)),
    "SUM": lambda numbers: sum(numbers, Decimal(0)),
    "MOYENNE": _mean,
    "AVERAGE": _mean,
    "MAX": lambda numbers: max(numbers, default=Decimal(0)),
    "MIN": lambda numbers: min(numbers, default=Decimal(0)),
}


def compute(formula: str, cells: Values, names: Values | None = None) -> Decimal:
    """The value of a formula starting with ``=``.

    cells  numbers of the sheet by address; an empty cell counts for zero, as in any spreadsheet
    names  values drawn for the exercise, for the author's own expressions
    """
    if len(formula) > LONGEST:
        raise FormulaError("Cette formule est trop longue.")
    text = formula.strip().removeprefix("=").upper()
    parser = _Parser(list(_tokens(text)), cells, {k.upper(): v for k, v in (names or {}).items()})
    try:
        return parser.whole()
    except (DivisionByZero, InvalidOperation):
        raise FormulaError("On ne peut pas diviser par zéro.") from None


def addresses(block: str) -> list[str]:
    """``B2:B5`` → B2, B3, B4, B5. Raises ``FormulaError`` for a block too large to be meant."""
    first, last = (CELL.match(part) for part in block.split(":"))
    if first is None or last is None:
        raise FormulaError("Ce bloc de cases n'existe pas.")
    left, right = sorted((_column(first[1]), _column(last[1])))
    top, bottom = sorted((int(first[2]), int(last[2])))
    if (right - left + 1) * (bottom - top + 1) > LONGEST:
        raise FormulaError("Ce bloc de cases est trop grand.")
    return [f"{_letters(c)}{r}" for c in range(left, right + 1) for r in range(top, bottom + 1)]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text.rstrip()):
        match = TOKEN.match(text, at)
        if match is None:
            raise FormulaError("Un signe de la formule n'est pas compris.")
        at = match.end()
        yield str(match.lastgroup), match[str(match.lastgroup)]
    yield "end", ""


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]], cells: Values, names: Values) -> None:
        self.tokens, self.cells, self.names, self.at, self.depth = tokens, cells, names, 0, 0

    def whole(self) -> Decimal:
        value = self.total()
        if self.kind != "end":
            raise FormulaError("La formule n'est pas finie. Vérifiez les parenthèses.")
        return value

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0]

    @property
    def text(self) -> str:
        return self.tokens[self.at][1]

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][1]

    def total(self) -> Decimal:
        value = self.product()
        while self.text in ("+", "-") and self.kind == "sign":
            value = value + self.product() if self.take() == "+" else value - self.product()
        return value

    def product(self) -> Decimal:
        value = self.factor()
        while self.text in ("*", "/", "×", "÷") and self.kind == "sign":
            value = value * self.factor() if self.take() in "*×" else value / self.factor()
        return value

    def factor(self) -> Decimal:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError("Cette formule est trop longue.")
        value = self._factor()
        self.depth -= 1
        return value

    def _factor(self) -> Decimal:
        kind, text = self.kind, self.take()
        if kind == "number":
            return Decimal(text.replace(",", "."))
        if kind == "cell":
            return self.cells.get(text.replace("$", ""), Decimal(0))
        if kind == "name":
            return self.named(text)
        if text == "-":
            return -self.factor()
        if text == "(":
            value = self.total()
            self.close()
            return value
        raise FormulaError("La formule n'est pas finie. Vérifiez les signes.")

    def named(self, text: str) -> Decimal:
        if self.text != "(":
            if text in self.names:
                return self.names[text]
            raise FormulaError("Un mot de la formule n'est pas compris.")
        if text not in FUNCTIONS:
            raise FormulaError("Cette formule n'existe pas. Essayez SOMME.")
        self.take()
        numbers = self.arguments()
        self.close()
        return FUNCTIONS[text](numbers)

    def arguments(self) -> list[Decimal]:
        numbers: list[Decimal] = []
        while True:
            if self.kind == "range":
                block = addresses(self.take())
                numbers += [self.cells[name] for name in block if name in self.cells]
            else:
                numbers.append(self.total())
            if self.text not in (";", ","):
                return numbers
            self.take()

    def close(self) -> None:
        if self.kind == "end" or self.take() != ")":
            raise FormulaError("Il manque une parenthèse à la fin.")
