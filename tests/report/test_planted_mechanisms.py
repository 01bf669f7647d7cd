"""Sentence forms of the mechanisms, held to a `mechanisms.json` that was planted."""

from icsim.catalogue import MECHANISMS
from icsim.report.mechanisms.mechanisms_page import mechanisms_page
from icsim.report.mechanisms.mechanisms_terminal import terminal_lines
from icsim.report.mechanisms.mechanisms_text import pairs_text
from icsim.results.mechanisms import (
    FactorialRecord,
    InteractionRecord,
    MechanismRecord,
    MechanismsEffort,
    MechanismsFile,
    VarianceGroup,
    VarianceRecord,
)
from icsim.results.values import Estimate


def about(value: float | None) -> Estimate:
    return Estimate(value=value, low=None if value is None else value - 0.01, high=None if value is None else value + 0.01)


def pair(first: int, second: int, size: float | None, counts: bool) -> InteractionRecord:
    return InteractionRecord(
        first=MECHANISMS[first], second=MECHANISMS[second], counts=counts, size=about(size), more_in=about(1.0), less_in=about(0.0)
    )


def outcome(deviation: float, *pairs: InteractionRecord) -> FactorialRecord:
    each = {name: about(0.1) for name in ("effect", "enough", "needed", "enough_in", "main", "shapley")}
    mechanisms = [MechanismRecord(mechanism=name, needed_in=about(0.25), **each) for name in MECHANISMS]
    return FactorialRecord(
        measure="trust", smallest_effect=0.05, deviation_between_arms=about(deviation), additive=about(0.9),
        additive_on_logit_scale=None, pairs=about(0.08), three_and_more=about(0.02), mechanisms=tuple(mechanisms),
        interactions=pairs,
    )  # fmt: skip


def planted(deviation: float = 0.2, *pairs: InteractionRecord) -> MechanismsFile:
    groups = tuple(VarianceGroup(group=name, alone=about(0.4), whole=about(0.5)) for name in ("leaders", "replicates"))
    return MechanismsFile(
        note="no forecast", command="icsim mechanisms", content_hash="c", versions={"icsim": "0"}, place="Two teams", week=52,
        effort=MechanismsEffort(settings=8, replicates=4, sets=16, seed=1, structure_seed=1), levels={"low": 0.2, "high": 0.8},
        outcomes=(outcome(deviation, *(pairs or (pair(0, 1, 0.01, counts=False),))),),
        variance=(VarianceRecord(measure="trust", deviation=about(deviation), groups=groups, together=about(0.1)),),
    )  # fmt: skip


def text(found: MechanismsFile) -> str:
    return " ".join(" ".join(terminal_lines(found)).split())


def test_what_was_run_is_said_in_numbers() -> None:
    said = text(planted())
    assert (
        "Each of the seven mechanisms stood at 0.2 (low) or 0.8 (high) for all leaders, in all 128 combinations, in 8 plausible "
        "settings of the rules' numbers with 4 replicates each."
    ) in said
    assert "From 16 sets of worlds." in said


def test_shares_are_told_of_a_total_that_counts_and_of_no_other() -> None:
    both = (terminal_lines(planted(deviation)) for deviation in (0.2, 0.02))
    counts, does_not = (next(line for line in lines if "+0.100 (" in line) for lines in both)
    assert counts.endswith("+0.100 (10 %)")
    assert does_not.endswith("+0.100 (–)")
    assert "seven effects, added up 90 % [89, 91]" in text(planted(0.2))
    assert "what two do beyond that 8 %" in text(planted(0.2))
    assert "seven effects, added up –" in text(planted(0.02))
    assert "trust between teams 40 % [39, 41] 50 %" in text(planted(0.2))
    assert "trust between teams – – – 0.02" in text(planted(0.02))


def test_what_leaving_one_out_costs_has_the_other_sign() -> None:
    assert "−0.100 [25 %]" in text(planted())


def test_pairs_are_those_that_count_largest_first_or_none() -> None:
    two = outcome(0.2, pair(0, 1, 0.06, counts=True), pair(1, 2, -0.3, counts=True), pair(0, 2, 0.9, counts=False))
    said = pairs_text(two)
    assert said.index("−0.300") < said.index("+0.060")
    assert "0.900" not in said
    none = pairs_text(outcome(0.2, pair(0, 1, 0.01, counts=False), pair(0, 2, -0.03, counts=False)))
    assert "no two go beyond their sum by as much as counts (0.05); the most do" in none
    assert none.endswith("−0.030")
    wide = pair(0, 1, 0.04, counts=False)
    wide = wide.model_copy(update={"size": wide.size.model_copy(update={"low": -0.2, "high": 0.25})})
    open_ = pairs_text(outcome(0.2, wide, pair(0, 2, -0.01, counts=False)))
    assert "of no two is it settled that they go beyond their sum by as much as counts (0.05); the most do" in open_
    assert open_.endswith("+0.040 (95 % interval −0.200 to +0.250)")
    assert pairs_text(outcome(0.2, pair(0, 1, None, counts=False))).endswith(
        "of no two can anything be said, for some combinations have no value"
    )


def test_the_page_says_what_the_terminal_says() -> None:
    page = mechanisms_page(planted())
    for question in ("What each adds", "What leaving it out costs", "Which two need each other", "Whose doing it is"):
        assert f"{question}: " in page
    assert 'src="mechanisms.png"' in page
    assert page.index("What each adds") < page.index("All of it in a figure")
