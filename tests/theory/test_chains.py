"""Ripple chains: the second link begins where the first's resource is, circles are refused, and all links are counted together."""

import json
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from written import mistakes, theory_file

import icsim
from icsim.commands import entry
from icsim.report.chain_text import chain_text
from icsim.report.theory.verdict_words import clause_word
from icsim.report.words import sentence
from icsim.results.chains import ChainRecord
from icsim.results.values import Estimate
from icsim.theory.chains import load_chain
from icsim.theory.load_theory import load_theory
from icsim.theory.theory_cases import load_cases

RECOGNITION, CLARITY = "leadership.team.inspiring_intent.recognition", "leadership.team.clarifying_complexity.structure"
EFFORT = ["budget.draws=8", "budget.replicates=4", "budget.max_replicates=4", "budget.robustness_draws=0", "budget.scope_draws=0"]
LATE: dict[str, Any] = {
    "id": "late",
    "follows": "smallest",
    "context": {"weeks": 10},
    "arms": {"with": {CLARITY: 0.9}, "without": {CLARITY: 0.1}},
    "resource": [{"measure": "enacted.structure", "expect": "up"}],
    "reasoning": [{"measure": "clarity", "week": 4, "expect": "up"}],
    "outcome": [{"measure": "morale", "week": 10, "expect": "up"}],
}


def write(folder: Path, **changes: Any) -> Path:
    return theory_file(folder, changes.get("id", "smallest"), **changes)


@pytest.fixture
def late(tmp_path: Path) -> Path:
    write(tmp_path)
    return write(tmp_path, **LATE)


def test_all_worlds_of_the_second_link_have_what_the_first_gives(late: Path) -> None:
    (case,) = load_cases([str(late)], [])
    assert case.theory.context == {"place": "pair", "weeks": 10, RECOGNITION: 0.9}
    assert [arm.levers("team")["recognition"] for arm in case.arms.values()] == [0.9, 0.9]
    assert [arm.levers("team")["structure"] for arm in case.arms.values()] == [0.9, 0.1]


def test_dated_events_of_all_links_stand_in_the_timeline_and_three_links_are_a_chain(tmp_path: Path) -> None:
    def event(week: int) -> dict[str, Any]:
        return {"week": week, "change": {"size": 1.0}}

    write(tmp_path, context={"place": "pair", "weeks": 8, "timeline": [event(2)]})
    write(tmp_path, **LATE | {"context": {"timeline": [event(3)]}})
    demand = {"with": {"context.demand": 0.2}, "without": {"context.demand": 0.8}}
    last = write(tmp_path, **LATE | {"id": "last", "follows": "late", "arms": demand, "context": {"weeks": 12}})
    theory = load_theory(last)
    timeline: Any = theory.context["timeline"]
    assert [one["week"] for one in timeline] == [2, 3]
    assert (theory.context["weeks"], theory.context[CLARITY], theory.context[RECOGNITION]) == (12, 0.9, 0.9)
    assert [one.id for one, _ in load_chain(str(last))] == ["smallest", "late", "last"]


def test_a_theory_of_the_catalogue_may_come_first(tmp_path: Path) -> None:
    theory = load_theory(write(tmp_path, **LATE | {"follows": "t1_1"}))
    assert theory.context["leadership.system.inspiring_intent.vision"] == 0.9
    assert theory.context["weeks"] == 104


@pytest.mark.parametrize(
    ("first", "circle"),
    [("late", "smallest follows late follows smallest"), ("smallest", "smallest follows smallest")],
)
def test_a_circle_is_one_line(tmp_path: Path, first: str, circle: str) -> None:
    write(tmp_path, **LATE)
    (line,) = mistakes(write(tmp_path, follows=first))
    assert line == f"smallest.yaml: follows: {circle}, which goes round in a circle; take one of them out"


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"follows": "smalest"}, "late.yaml: follows: smalest is neither beside it nor comes with icsim"),
        ({"follows": "smalest"}, "did you mean smallest?"),
        ({"context": {"place": "place"}}, "late.yaml: context: place: place is not that of smallest, which it follows: pair"),
        ({"arms": {"with": {RECOGNITION: 0.5}, "without": {}}}, f"arms.with: {RECOGNITION} contradicts smallest, which it follows"),
        ({"follows": "Small est"}, "late.yaml: follows: Small est is not allowed; give a word of small letters"),
    ],
)
def test_what_cannot_follow_is_one_line(tmp_path: Path, changes: dict[str, Any], part: str) -> None:
    write(tmp_path)
    (line,) = mistakes(write(tmp_path, **LATE | changes))
    assert part in line


def test_a_mistake_in_the_first_link_is_told_with_its_file(tmp_path: Path) -> None:
    write(tmp_path, role="none")
    (line,) = mistakes(write(tmp_path, **LATE))
    assert line.startswith("smallest.yaml: role: none is not allowed")


@pytest.mark.parametrize(("first", "never"), [(0, True), (3, False)])
def test_a_chain_whose_first_link_never_held_says_that_nothing_can_be_asked_of_it(first: int, never: bool) -> None:
    share = Estimate(value=0.0, low=0.0, high=0.3)
    text = chain_text(ChainRecord(links=("a", "b"), held=(first, 5), all_held=0, share=share, without=5, settings=8))
    assert "without what a gives, b held in 5" in text
    assert ("; a held in no setting, so whether the links hang together cannot be asked" in text) is never


@pytest.mark.slow
def test_a_chain_counts_each_link_all_together_and_the_last_without_the_first(
    late: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = tmp_path / "study"
    assert entry.main(["test", str(late), *EFFORT, f"out={study}"]) == 0
    said = capsys.readouterr().out
    (chain,) = json.loads((study / "chains.json").read_text(encoding="utf-8"))["chains"]
    assert chain["links"] == ["smallest", "late"]
    assert chain["settings"] == 8
    assert chain["all_held"] <= min(chain["held"])
    assert f"chain smallest → late: of 8 settings smallest held in {chain['held'][0]}, late held in {chain['held'][1]}" in said
    verdict = json.loads((study / "parts" / "late" / "verdict.json").read_text(encoding="utf-8"))
    assert chain["held"][1] == round(8 * verdict["verdict"]["shares"]["expected"]["value"])
    assert entry.main(["verify", str(study)]) == 0
    page = unescape((study / "report.html").read_text(encoding="utf-8"))
    for tested in (
        icsim.run_theories(late, overrides=EFFORT, out=str(study)),  # goes on from what the command left
        icsim.run_theories(late, overrides=EFFORT, out=str(tmp_path / "other")),
    ):
        (mine,) = tested.chains
        assert json.loads(mine.model_dump_json()) == chain
        assert chain_text(mine) in str(tested)
        assert chain_text(mine) in said
        assert sentence(chain_text(mine)) in page
        assert sentence(chain_text(mine)) in unescape(tested.report().read_text(encoding="utf-8"))
        assert list(tested.to_pandas()["verdict"]) == [clause_word(one) for one in tested.verdicts[0].clauses]
