"""A small calculator for spreadsheet formulas: ``=SOMME(B2:B5)``, ``=B2+B3*2``.

French and English names, comma or semicolon between arguments, decimal comma or point. Written as a
recursive descent parser over ``Decimal``: nothing typed is ever executed. « 400,30 » is the number
400.30, as on a French keyboard; « B2,B3 » are two cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow

LONGEST = 200
DEEPEST = 12
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:[.,]\d+)?)"
    r"|(?P<range>\$?[A-Z]{1,2}\$?\d{1,3}\s*:\s*\$?[A-Z]{1,2}\$?\d{1,3}(?![A-Z0-9_]))"
    r"|(?P<cell>\$?[A-Z]{1,2}\$?\d{1,3}(?![A-Z0-9_]))"
    r"|(?P<sign>[-+*/();,×÷−])|(?P<name>[^\W\d]\w*))"
)
CELL = re.compile(r"([A-Z]{1,2})(\d{1,3})$")
MINUS = ("-", "−")
Lookup = Callable[[str], Decimal | str]
"""What a cell holds: a number, a word, or « » when it is empty or outside the sheet."""


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


def no_cells(_address: str) -> str:
    """The empty sheet, for an expression of drawn values only."""
    return ""


def compute(
    formula: str, look: Lookup = no_cells, names: Mapping[str, Decimal] | None = None
) -> Decimal:
    """The value of a formula starting with ``=``.

    look   what a cell holds; an empty cell counts for zero, as in any spreadsheet
    names  values drawn for the exercise, for the author's own expressions

    Raises ``FormulaError``, and whatever ``look`` raises.
    """
    text = formula.strip().removeprefix("=").upper()
    if len(text) > LONGEST:
        raise FormulaError("Cette formule est trop longue.")
    parser = _Parser(list(_tokens(text)), look, {k.upper(): v for k, v in (names or {}).items()})
    try:
        return parser.whole()
    except (DivisionByZero, InvalidOperation):
        raise FormulaError("On ne peut pas diviser par zéro.") from None
    except Overflow:
        raise FormulaError("Ce nombre est trop grand.") from None


def reads_cells(formula: str) -> bool:
    """Whether a formula names a cell: only then does it follow a price that changes."""
    return any(kind in ("cell", "range") for kind, _text in _tokens(formula[:LONGEST].upper()[1:]))


def addresses(block: str) -> list[str]:
    """``B2:B5`` → B2, B3, B4, B5. Raises ``FormulaError`` for a block too large to be meant."""
    first, last = (CELL.match(part) for part in re.sub(r"[\s$]", "", block).split(":"))
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
    at, end = 0, len(text.rstrip())
    while at < end:
        match = TOKEN.match(text, at)
        if match is None:
            raise FormulaError("Un signe de la formule n'est pas compris.")
        at = match.end()
        yield str(match.lastgroup), match[str(match.lastgroup)]
    yield "end", ""


class _Parser:
    """Reads tokens from left to right; one method for each level of the grammar."""

    def __init__(
        self, tokens: list[tuple[str, str]], look: Lookup, names: Mapping[str, Decimal]
    ) -> None:
        self.tokens, self.look, self.names, self.at, self.depth = tokens, look, names, 0, 0

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
        if self.kind != "end":
            self.at += 1
            return self.tokens[self.at - 1][1]
        return ""

    def total(self) -> Decimal:
        value = self.product()
        while self.text in ("+", *MINUS):
            value = value + self.product() if self.take() == "+" else value - self.product()
        return value

    def product(self) -> Decimal:
        value = self.factor()
        while self.text in ("*", "/", "×", "÷"):
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
            return self.cell(text.replace("$", ""))
        if kind == "name":
            return self.named(text)
        if kind == "range":
            raise FormulaError(f"Écrivez SOMME avant les cases : =SOMME({text}).")
        return self.signed(text)

    def signed(self, text: str) -> Decimal:
        if text in ("+", *MINUS):
            return self.factor() if text == "+" else -self.factor()
        if text == "(":
            value = self.total()
            self.close()
            return value
        raise FormulaError("La formule n'est pas finie. Vérifiez les signes.")

    def cell(self, address: str) -> Decimal:
        held = self.look(address)
        if isinstance(held, Decimal):
            return held
        if held:
            raise FormulaError(f"La case {address} contient un mot, pas un nombre.")
        return Decimal(0)

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
        """Numbers of a function; words of a block are skipped, as in any spreadsheet."""
        numbers: list[Decimal] = []
        while True:
            if self.kind == "range":
                held = [self.look(address) for address in addresses(self.take())]
                numbers += [value for value in held if isinstance(value, Decimal)]
            else:
                numbers.append(self.total())
            if self.text not in (";", ","):
                return numbers
            self.take()

    def close(self) -> None:
        """The end of the formula closes what is open, as in any spreadsheet."""
        if self.kind != "end" and self.take() != ")":
            raise FormulaError("Il manque une parenthèse à la fin.")
