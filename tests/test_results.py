"""What is committed under results/ is what the code gives: a small part of it, run again."""

import csv
from pathlib import Path

import pytest

from icsim.theory.load_theory import shipped_theories
from icsim.theory.run_theory import run_theory
from icsim.theory.theory_cases import load_cases

TABLE = Path(__file__).parents[1] / "results" / "catalogue" / "verdicts.csv"
BUDGET = ["budget=quick", "budget.robustness_draws=0"]  # as results/README.md says
ROWS = {row["id"]: row for row in csv.DictReader(TABLE.open(encoding="utf-8"))}


def test_every_theory_of_the_catalogue_has_its_line() -> None:
    assert ROWS.keys() == shipped_theories().keys()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["box3", "t1_11"])
def test_a_theory_run_again_gives_the_committed_numbers(name: str) -> None:
    (case,) = load_cases([name], BUDGET)
    verdict = run_theory(case).verdict
    shares = (verdict.shares.expected.value, verdict.shares.negligible.value, verdict.shares.opposite.value)
    committed = [f"{float(ROWS[name][key]):.4f}" for key in ("expected", "negligible", "opposite")]
    assert [f"{share:.4f}" for share in shares] == committed
    assert verdict.pattern == ROWS[name]["pattern"]
