"""Reports: valid, complete without the drawings, and the same from the same seed."""

from __future__ import annotations

import html5lib
import numpy as np
import pytest
from click.testing import CliRunner

from simulation import metrics, peers
from simulation.experiments import EXPERIMENTS
from simulation.worlds import reference
from webapp import lab
from webapp.reports import ReportSection, page
from webapp.reports.findings import Curve, Plot, ReportTable, number
from webapp.reports.plots import Scale, scales, svg

PLOT = Plot(
    "Erreur <après>",
    "Elle baisse.",
    "questions",
    "erreur",
    [
        Curve("a & b", [1, 2, 3], [0.9, 0.5, 0.4], [0.1, 0.1, 0.1]),
        Curve("seul", [1, 3], [0.2, 0.1]),
    ],
)
SECTION = ReportSection(
    "Deux & trois", ["Une phrase."], [ReportTable("T <1>", ("x", "y"), [["a<b", 0.25]])], [PLOT]
)


def parsed(html):
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(html)


def test_a_report_is_valid_and_says_every_number_of_its_plots():
    html = page("Rapport", ["Bonjour."], [SECTION])
    tree = parsed(html)
    assert [e.text for e in tree.iter("h1")] == ["Rapport"]
    assert "T &lt;1&gt;" in html and "a&lt;b" in html
    cells = [cell.text for cell in tree.iter("td")]
    for curve in PLOT.curves:
        assert {number(value) for value in curve.y} <= set(cells)
    assert len(list(tree.iter("caption"))) == len(list(tree.iter("table"))) == 2
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert "<script" not in html and "http" not in html


def test_lines_are_told_apart_without_colour():
    curves = [Curve(str(n), [0, 1], [0, n]) for n in range(1, 5)]
    drawn = svg(Plot("P", "d", "x", "y", curves), "id")
    dashes = {part.split('"')[0] for part in drawn.split('stroke-dasharray="')[1:]}
    assert len(dashes) == 3, "the first line is plain"


def test_an_empty_plot_is_refused():
    with pytest.raises(ValueError, match="point"):
        scales([Curve("vide", [], [])])


@pytest.mark.parametrize(
    ("low", "high"), [(0, 1), (0.2, 0.9), (0, 140), (-3, 3), (0, 0.01), (5, 5000)]
)
def test_axes_have_a_few_round_marks(low, high):
    ticks = Scale(low, high, 0, 100).ticks()
    assert 2 <= len(ticks) <= 12
    assert all(low - 1e-9 <= tick <= high + 1e-9 for tick in ticks)


@pytest.mark.parametrize("name", ["statements", "screening", "dont-know", "competences"])
def test_an_experiment_fills_its_tables(name):
    finding = EXPERIMENTS[name](reference(), 30, 3)
    assert finding.tables
    for table in finding.tables:
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.head)}
    parsed(lab.report([finding]))


def test_a_peer_with_few_items_keeps_its_last_error(catalogue):
    pytest.importorskip("catsim")
    frame = lab.product_frame(catalogue)
    bank = frame.bank()
    errors = peers.catsim_errors(bank, frame.people(2, 1), bank.size)
    assert errors.shape == (2, bank.size, len(frame.tree.domains))
    assert (errors[:, -1] == errors[:, -2]).all()


def test_the_product_is_measured_with_its_own_bank(catalogue):
    frame = lab.product_frame(catalogue)
    assert frame.bank(flat=False).size == frame.bank().size == len(catalogue.items)
    finding = EXPERIMENTS["statements"](frame, 30, 3)
    truths = [row[-1] for row in finding.tables[0].rows]
    assert min(truths) > 0.8


def test_the_command_writes_the_same_files_from_the_same_seed(tmp_path):
    for folder in ("one", "two"):
        done = CliRunner().invoke(
            lab.simulate,
            [
                "--table",
                "statements",
                "--people",
                "30",
                "--frame",
                "reference",
                "--seed",
                "9",
                "--out",
                str(tmp_path / folder),
            ],
        )
        assert done.exit_code == 0, done.output
    for name in ("simulations.json", "index.html"):
        one, two = ((tmp_path / folder / name).read_bytes() for folder in ("one", "two"))
        assert one == two


def test_the_command_says_what_it_does_not_know(tmp_path):
    wrong = CliRunner().invoke(lab.simulate, ["--table", "nothing", "--out", str(tmp_path)])
    assert wrong.exit_code == 2
    nothing = CliRunner().invoke(
        lab.simulate, ["--table", "fairness", "--frame", "product", "--out", str(tmp_path / "none")]
    )
    assert nothing.exit_code == 2 and "--frame reference" in nothing.output
    assert not (tmp_path / "none").exists()
    few = CliRunner().invoke(lab.simulate, ["--people", "2", "--out", str(tmp_path)])
    assert few.exit_code == 2


def test_a_share_of_nobody_is_a_dash():
    nobody = np.zeros(4, dtype=bool)
    found = metrics.auc(nobody, np.arange(4.0))
    section = ReportSection(
        "Un titre", (), [ReportTable("Un tableau", ("test", "AUC"), [["court", found]])]
    )
    assert "<td>–</td>" in page("Titre", (), [section])
    assert metrics.auc(~nobody & (np.arange(4) > 1), np.arange(4.0)) == 1
