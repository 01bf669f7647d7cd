"""A theory that follows another says so in the file, the terminal and the page, what it inherits and how the chain came out."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from tried_theories import VALID, case, tried

from icsim.base.yaml_io import read_yaml
from icsim.catalogue import catalogue
from icsim.report.chain_text import chain_text
from icsim.report.theory.report_page import report_page
from icsim.report.theory.theory_section import theory_section
from icsim.report.theory.theory_terminal import print_theories
from icsim.report.theory.verdict_json import verdict_file
from icsim.results.chains import ChainRecord
from icsim.results.values import Estimate
from icsim.results.verdict import VerdictFile
from icsim.theory.settings_table import unfit_lines, write_settings

FIRST = {"id": "first", "context": {"place": "pair", "weeks": 10, "context.demand": 0.3}}
CLARITY = "leadership.team.clarifying_complexity.structure"
LATE: dict[str, Any] = {
    "id": "late", "follows": "first", "context": {"context.urgency": 0.2},
    "arms": {"with": {CLARITY: 0.9}, "without": {CLARITY: 0.1}},
    "resource": [{"measure": "enacted.structure", "expect": "up"}],
}  # fmt: skip


def late(folder: Path) -> VerdictFile:
    (folder / "first.yaml").write_text(yaml.safe_dump(read_yaml(VALID / "smallest.yaml") | FIRST), encoding="utf-8")
    return verdict_file(tried(case(folder, **LATE)), "0")


def test_a_theory_that_follows_another_says_so_and_marks_what_it_inherits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = late(tmp_path)
    one = found.comparison
    assert one.follows == "first"
    demand, own = (next(label for label in one.context if word in label) for word in ("demand", "urgen"))
    assert {"place", "weeks", demand} < set(one.inherited)
    assert own not in one.inherited
    section = theory_section(found, ())
    assert "<p>Follows first, in the worlds that its resource leaves.</p>" in section
    assert "share and the theory, first, which it follows (inherited), or the command line set" in section
    assert f"{one.context[demand]} (inherited)</td>" in section
    assert f"{one.context[own]} (inherited)" not in section
    print_theories([found], tmp_path, 0)
    shown = capsys.readouterr().out
    assert "chain: follows first, in the worlds that its resource leaves" in shown
    assert f"{demand} {one.context[demand]} (inherited)" in shown


def test_without_a_chain_nothing_is_said_of_one(tmp_path: Path) -> None:
    found = verdict_file(tried(case(tmp_path)), "0")
    assert (found.comparison.follows, found.comparison.inherited, found.lines("chain")) == (None, (), [])
    section = theory_section(found, ())
    assert "inherited" not in section
    assert "share and the theory or the command line set" in section
    assert "One after the other" not in report_page([found], [section], "icsim test smallest")


def test_the_page_has_the_counts_of_the_chain(tmp_path: Path) -> None:
    found = late(tmp_path)
    share = Estimate(value=0.25, low=0.1, high=0.5)
    chain = ChainRecord(links=("first", "late"), held=(4, 3), all_held=2, share=share, without=1, settings=8)
    page = report_page([found], [], "icsim test late", chains=[chain])
    assert "of 8 settings first held in 4, late held in 3, all links in the same one in 2" in page
    assert chain_text(chain)[1:] in page


def test_a_table_that_was_matched_under_other_rules_is_told_of_in_the_file_and_on_the_page(tmp_path: Path) -> None:
    table = tmp_path / "old.csv.gz"
    names = list(catalogue().parameters)[:1]
    with table.open("wb") as file:
        made = {"rules": "0" * 24, "targets": "t", "command": "icsim calibrate"}
        write_settings(file, names, np.full((64, 1), 0.5), range(64), np.ones(64), made)
    found = verdict_file(tried(case(tmp_path, f"settings={table}", "budget.scope_draws=0")), "0")
    (line,) = unfit_lines(str(table), 64)
    assert line in found.lines("warning")
    assert f"To be aware of: {line}." in theory_section(found, ()).replace("&#39;", "'")
    assert not [one for one in verdict_file(tried(case(tmp_path)), "0").lines("warning") if "other rules" in one]
