"""What a sweep prints of its findings: the clearest verdict first, how many more there are, and the worlds behind each."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from made_up import Made, made_up, ranges

from icsim.report.sweep.findings import MOST, VERDICTS, Finding, Rank, finding_lines, ranked_findings
from icsim.report.sweep.write_report import analysis_record, sections, write_report
from icsim.results.sweep import Analysis, Comparison, Effect, Effects, Missing, Request, Section
from icsim.sweep.analysis.bistability import BistabilityVerdict
from icsim.sweep.analysis.hysteresis import HysteresisVerdict
from icsim.sweep.analysis.paired_comparison import ComparisonVerdict
from icsim.sweep.analysis.report_request import parse_report_request
from icsim.sweep.analysis.sweep_results import SweepResults

WORLDS = np.array([[1.0, np.nan], [2.0, 3.0], [np.nan, np.nan]])


def frame(*columns: str) -> Any:
    known = dict.fromkeys(columns)
    return SimpleNamespace(columns=known, read=lambda column, arm: WORLDS, replicates=2, there=np.ones((3, 1, 2), dtype=bool))


def compared(verdict: str, worlds: int = 64) -> Comparison:
    return Comparison(
        outcome="trust_w8", first="a", second="b", difference=0.1, interval=(0.0, 0.2), alone=(0.0, 0.2), smallest=0.05,
        verdict=verdict, other_way=0.1, same=0.0, worlds=worlds, points_the_other_way=0, points=(0.1,),
    )  # fmt: skip


def effects(series: str, verdict: str) -> Effects:
    one = Effect(axes=("context.demand",), not_told_from=(), size=0.1, interval=(0.0, 0.2), verdict=verdict)
    return Effects(series=series, effects=(one,), share_of_a_sum=0.5, share_of_a_sum_interval=(0.4, 0.6))


def analysis(**sections: Section) -> Analysis:
    return Analysis(
        title="a study", command="icsim report here", study="icsim sweep", icsim="0", made_from="", points=3, worlds=6,
        asked=Request(outcomes=(), arms=(), where=(), axes=(), policies=None, meets=()), sections=sections, files=(),
    )  # fmt: skip


def section(data: Any, *sentences: str, **parts: Section) -> Section:
    return Section(title="", sentences=sentences, data=data, parts=parts)


def test_the_clearest_comes_first_whatever_section_it_stands_in() -> None:
    found = analysis(
        scenarios=section((compared("not settled"), compared("higher, perhaps by less than counts")), "Open.", "Perhaps.", "Note."),
        effects=section(
            (), "How it is done.",
            one=section(effects("trust_w8", "higher"), "Clear.", "More of it."),
            two=section(Missing(series="morale_w8", none="why"), "Missing."),
            three=section(effects("trust_w8", "no difference that counts"), "Nothing."),
        ),
    )  # fmt: skip
    ranked = ranked_findings(found, frame("trust_w8", "morale_w8"))
    assert [one.sentence for one in ranked] == ["Clear.", "Perhaps.", "Nothing.", "Open.", "Missing."]
    assert [one.rank for one in ranked] == [Rank.CLEAR, Rank.PERHAPS, Rank.NOTHING, Rank.OPEN, Rank.MISSING]


def test_every_finding_says_what_its_mean_rests_on() -> None:
    found = analysis(
        scenarios=section((compared("higher", worlds=64),), "Pairs."),
        effects=section((), "Method.", one=section(effects("trust_w8 (b - a)", "higher"), "Series.")),
    )
    assert finding_lines(found, frame("trust_w8")) == ["- Pairs. [n = 64 pairs of worlds]", "- Series. [n = 3 worlds at 2 points]"]


@pytest.mark.slow
def test_decisions_and_boxes_count_the_worlds_that_have_a_value(tmp_path: Path) -> None:
    """Twenty-four are run and a third of them has no value, of one point nearly all."""

    def make(point: dict[str, Any], arm: str, replicate: int) -> float:
        few = point["context.demand"] == 0.1 and point["context.urgency"] == 0.3
        return np.nan if replicate >= (3 if few else 16) else point["context.demand"] + 0.01 * (replicate % 3)

    grid = ("design.axes.context.demand=[0.1,0.9]", "design.axes.context.urgency=[0.1,0.3,0.6,0.9]")
    made = made_up(tmp_path / "study", make, *grid, replicates=24)
    asked = parse_report_request(made, where=["trust > 0.5"], policies=["context.demand"], meets=["trust > 0.5"])
    record = write_report(made, asked, tmp_path / "report", "icsim report")
    every = ranked_findings(Analysis.from_file(tmp_path / "report", "report"), made)
    behind = [one.behind for one in every if "behind" in one.behind]
    assert behind == ["n = 4 settings, 3 to 16 worlds behind each mean, 1 of them of fewer than 5"] * 2 + [
        "n = 8 points, 3 to 16 worlds behind each mean, 1 of them of fewer than 5"
    ]
    (decided,) = (one for one in record if one.name == "decisions")
    assert "24 worlds run at each" in decided.sentences[0]
    assert all(part.sentences[-1].startswith("n = 3 to 16 worlds behind each mean") for part in decided.parts)


def ranked(made: SweepResults) -> list[Finding]:
    """The findings of a study's report, of which no figure is drawn."""
    asked = parse_report_request(made)
    return ranked_findings(analysis_record(made, asked, "icsim report", sections(made, asked), ()), made)


HYPERCUBE = ("design=lhs", "design.points=512", *ranges("context.demand", "context.urgency"))


def hangs_on_demand(size: float) -> Made:
    return lambda point, arm, replicate: size * point["context.demand"] + 0.001 * (replicate % 2)


@pytest.mark.slow
def test_what_axes_that_go_together_seem_to_do_is_doubted_where_it_is_told(tmp_path: Path) -> None:
    constraint = "context.demand + context.urgency <= 0.9"
    made = made_up(tmp_path / "study", hangs_on_demand(1.0), *HYPERCUBE, f"design.constraints=['{constraint}']", replicates=2)
    kept = f"The constraint {constraint} kept {made.points} of 512 points"
    assert made.points < 256
    (told,) = (one for one in ranked(made) if "hangs on" in one.sentence)
    assert told.rank is Rank.PERHAPS
    assert f"{kept}: in these points axes go together, and an index may be another's doing: " in told.sentence
    assert any(kept in one for one in sections(made, parse_report_request(made))[0].sentences)


@pytest.mark.slow
def test_too_few_kept_points_say_how_many_to_lay(tmp_path: Path) -> None:
    words = (*HYPERCUBE, "design.points=64", "design.constraints=['context.demand + context.urgency <= 0.6']")
    made = made_up(tmp_path / "few", hangs_on_demand(1.0), *words, replicates=2)
    (told,) = (one.sentence for one in ranked(made) if "too few points for any index" in one.sentence)
    assert f"kept {made.points} of 64 points; design.points=" in told
    count = told.partition("design.points=")[2].partition(" ")[0]
    made = made_up(tmp_path / "more", hangs_on_demand(1.0), *words, f"design.points={count}", replicates=2)
    assert not any("too few points for any index" in one.sentence for one in ranked(made))


@pytest.mark.slow
@pytest.mark.parametrize(("size", "rank"), [(1.0, Rank.CLEAR), (0.01, Rank.PERHAPS)])
def test_what_differs_by_less_than_counts_is_not_told_as_clear(size: float, rank: Rank, tmp_path: Path) -> None:
    made = made_up(tmp_path / "study", hangs_on_demand(size), *HYPERCUBE, replicates=2)
    (told,) = (one for one in ranked(made) if "hangs on" in one.sentence)
    assert told.rank is rank
    assert ("All that differs between points is less than counts" in told.sentence) == (rank is Rank.PERHAPS)


def test_what_is_left_out_is_counted() -> None:
    many = tuple(compared("higher") for _ in range(MOST + 3))
    lines = finding_lines(analysis(scenarios=section(many, *(f"{n}." for n in range(MOST + 3)))), frame())
    assert [line[:4] for line in lines] == [*(f"- {n}." for n in range(MOST)), "  an"]
    assert lines[-1] == "  and 3 more in the report"


@pytest.mark.parametrize("verdict", [*ComparisonVerdict, *BistabilityVerdict, *HysteresisVerdict])
def test_what_is_not_settled_or_nothing_is_never_told_as_clear(verdict: str) -> None:
    weak = any(word in verdict for word in ("not settled", "no ", "perhaps", "at this pace", "still tells"))
    assert (VERDICTS.get(verdict, Rank.CLEAR) is not Rank.CLEAR) == weak
