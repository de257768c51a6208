"""One report as one file: no script, no other file, light and dark, on screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from webapp.content.typography import french
from webapp.reports.findings import Cell, Plot, ReportTable, number
from webapp.reports.plots import COLOURS, legend, svg

STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1.0625rem/1.55 system-ui,sans-serif;max-width:64rem;margin:auto;padding:1rem;"
    "background:#fffaf1;color:#1a1a2e}"
    "h1,h2,h3{line-height:1.25}table{border-collapse:collapse;margin:0 0 1rem}"
    "caption{text-align:start;font-weight:700;padding:.5rem 0}"
    "th,td{border:1px solid #6b6b7b;padding:.35rem .6rem;text-align:start;vertical-align:top}"
    "td{font-variant-numeric:tabular-nums}.wide{overflow-x:auto}"
    "figure{margin:1rem 0}svg{width:100%;height:auto;background:#fff;border:1px solid #6b6b7b}"
    "svg text{font:14px system-ui,sans-serif;fill:#1a1a2e}.axis,.grid{fill:none;stroke:#1a1a2e}"
    ".grid{stroke:#d5d5dd}.line{fill:none;stroke-width:2.5}.band{opacity:.18;stroke:none}"
    ".legend{list-style:none;padding:0}.legend li{display:inline-block;margin-inline-end:1.25rem}"
    "summary{cursor:pointer;padding:.5rem 0}"
    + "".join(
        f".line.c{n}{{stroke:{colour}}}.band.c{n},svg .mark.c{n}{{fill:{colour}}}"
        f".legend .c{n}{{color:{colour};background:#fff}}"
        for n, colour in enumerate(COLOURS)
    )
    + "@media(prefers-color-scheme:dark){body{background:#14141f;color:#f2f0ea}"
    "a{color:#9fd0ef}th,td{border-color:#8f8fa0}}"
    "@media print{body{background:#fff;color:#000;font-size:11pt}.wide{overflow:visible}}"
)


@dataclass(frozen=True)
class ReportSection:
    """One part of a report: words first, then tables, then plots."""

    title: str
    text: Sequence[str] = ()
    tables: Sequence[ReportTable] = ()
    plots: Sequence[Plot] = ()


def page(title: str, lead: Sequence[str], sections: Sequence[ReportSection]) -> str:
    """A whole HTML document, in French."""
    parts = "".join(_section(section, n) for n, section in enumerate(sections, start=1))
    summary = "".join(
        f'<li><a href="#s{n}">{_words(section.title)}</a></li>'
        for n, section in enumerate(sections, start=1)
    )
    contents = f'<nav aria-label="Sommaire"><ul>{summary}</ul></nav>' if sections else ""
    return (
        '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>"
        f"<h1>{_words(title)}</h1>{_paragraphs(lead)}{contents}{parts}</main></body></html>\n"
    )


def _section(section: ReportSection, number_: int) -> str:
    tables = "".join(table(one) for one in section.tables)
    plots = "".join(_figure(plot, f"p{number_}-{n}") for n, plot in enumerate(section.plots))
    return (
        f'<section><h2 id="s{number_}">{_words(section.title)}</h2>'
        f"{_paragraphs(section.text)}{tables}{plots}</section>"
    )


def _words(text: str) -> str:
    """What is read, with the spaces and the apostrophe of French."""
    return escape(french(text))


def _paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<p>{_words(line)}</p>" for line in lines)


def table(content: ReportTable) -> str:
    """A table whose first column names the row; a wide one scrolls inside itself, by keyboard too."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in content.head)
    rows = "".join(f"<tr>{''.join(_cells(row))}</tr>" for row in content.rows)
    name = _words(content.caption)
    return (
        f'<div class="wide" role="region" aria-label="{name}" tabindex="0"><table><caption>{name}'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cells(row: Sequence[Cell]) -> Iterator[str]:
    yield f'<th scope="row">{_cell(row[0])}</th>'
    yield from (f"<td>{_cell(value)}</td>" for value in row[1:])


def _cell(value: Cell) -> str:
    return escape(value if isinstance(value, str) else number(value))


def _figure(plot: Plot, ident: str) -> str:
    """The drawing, its key, and all its numbers."""
    numbers = ReportTable(
        f"Nombres du graphique : {plot.caption}",
        ("courbe", plot.x_label, plot.y_label, "erreur type"),
        [
            (curve.label, x, y, curve.error[n] if curve.error is not None else "—")
            for curve in plot.curves
            for n, (x, y) in enumerate(zip(curve.x, curve.y, strict=True))
        ],
    )
    return (
        f"<figure><figcaption>{escape(plot.caption)}</figcaption>{svg(plot, ident)}{legend(plot)}"
        f"<p>{escape(plot.description)}</p></figure>"
        f"<details><summary>{escape(numbers.caption)}</summary>{table(numbers)}</details>"
    )
