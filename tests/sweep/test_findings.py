"""What a sweep prints of its findings: the clearest verdict first, how many more there are, and the worlds behind each."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from icsim.report.sweep.findings import MOST, VERDICTS, Rank, finding_lines, ranked_findings
from icsim.results.sweep import Analysis, Comparison, Effect, Effects, Missing, Request, Section
from icsim.sweep.analysis.bistability import BistabilityVerdict
from icsim.sweep.analysis.hysteresis import HysteresisVerdict
from icsim.sweep.analysis.paired_comparison import ComparisonVerdict

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


def test_what_is_left_out_is_counted() -> None:
    many = tuple(compared("higher") for _ in range(MOST + 3))
    lines = finding_lines(analysis(scenarios=section(many, *(f"{n}." for n in range(MOST + 3)))), frame())
    assert [line[:4] for line in lines] == [*(f"- {n}." for n in range(MOST)), "  an"]
    assert lines[-1] == "  and 3 more in the report"


@pytest.mark.parametrize("verdict", [*ComparisonVerdict, *BistabilityVerdict, *HysteresisVerdict])
def test_what_is_not_settled_or_nothing_is_never_told_as_clear(verdict: str) -> None:
    weak = any(word in verdict for word in ("not settled", "no ", "perhaps", "at this pace", "still tells"))
    assert (VERDICTS.get(verdict, Rank.CLEAR) is not Rank.CLEAR) == weak
