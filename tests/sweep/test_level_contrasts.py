"""Axes of words are told by contrasts of their levels, totals by the year, and no mean of fewer than five worlds."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_up import made_up, ranges

from icsim.engine.measures import Query
from icsim.report.sweep import factorial_section, scenarios_section, surface_section
from icsim.report.sweep.sensitivity_section import section as sensitivity_section
from icsim.report.sweep.sensitivity_text import sensitivity_sentences
from icsim.sweep.analysis.level_contrasts import rank_contrast, step_contrast
from icsim.sweep.analysis.report_request import parse_report_request
from icsim.sweep.analysis.sensitivity import SensitivityResult, sensitivity_indices
from icsim.sweep.analysis.smallest_difference import smallest_difference, smallest_text
from icsim.sweep.analysis.sweep_results import OutcomeColumn, SweepResults

WORDS = "design.axes.rules.fairness=[any_voice,instrumental,off]"
DEMAND = "context.demand"


def peaked(point: dict[str, Any], arm: str, replicate: int) -> float:
    """High at the word in the middle only: along their order nothing rises or falls."""
    return 0.3 + 0.4 * (point["rules.fairness"] == "instrumental")


def analysed(frame: SweepResults) -> SensitivityResult:
    (series,) = parse_report_request(frame).series(frame)
    made = sensitivity_indices(frame, series)
    assert isinstance(made, SensitivityResult)
    return made


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("design=lhs", "design.points=120"), "higher at instrumental than elsewhere"),
        (("design=morris", "design.n_trajectories=40"), "off less instrumental −0.4"),
    ],
    ids=["pawn", "morris"],
)
def test_a_word_in_the_middle_is_found_by_one_world_at_each_point(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    frame = made_up(tmp_path / "study", peaked, *words, WORDS, *ranges(DEMAND))
    made = analysed(frame)
    (found,) = (one for one in made.axes if one.path == "rules.fairness")
    assert found.counts
    assert found.way == 0
    assert words[0] != "design=lhs" or -1.0 <= found.alone_low <= found.alone <= found.alone_high <= 1.0
    assert said in sensitivity_sentences(frame, made)[0]
    section = sensitivity_section(frame, parse_report_request(frame))
    assert section is not None
    assert any("contrasts of its levels are told, and no index of their places" in line for line in section.sentences)


def test_a_contrast_of_ranks_is_that_of_the_word_which_differs_most() -> None:
    levels, values = np.repeat([0.0, 0.5, 1.0], 20), np.concatenate([np.zeros(20), np.ones(20), np.zeros(20)])
    found = rank_contrast(levels, values, 2)
    assert found.levels == (0.5,)
    assert found.size == pytest.approx(1.0)
    assert found.error > 1.0 / np.sqrt(59)  # three were looked at
    assert np.corrcoef(levels, values)[0, 1] == pytest.approx(0.0, abs=1e-12)


def test_a_step_between_two_words_is_their_whole_difference() -> None:
    levels = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    paths = np.where(levels == 1.0, 0.5, 0.2) + np.array([[0.0], [0.01], [0.02], [0.0]])
    size, pair = step_contrast(levels, paths, 1)
    assert size.size == pytest.approx(0.3)  # not a share of the way: a word has none
    assert pair.size == pytest.approx(0.3)
    assert pair.levels == (0.0, 1.0)


def test_what_counts_of_a_total_is_so_much_a_year() -> None:
    half, thrice = (OutcomeColumn(f"innovation_tried_w{week}", Query("innovation_tried"), week) for week in (26, 156))
    assert smallest_difference(thrice) == pytest.approx(6.0 * smallest_difference(half))
    assert smallest_text(thrice) == "0.6 by week 156, 0.2 a year"
    early, late = (OutcomeColumn(f"trust_w{week}", Query("trust"), week) for week in (26, 156))
    assert smallest_difference(early) == smallest_difference(late)


@pytest.mark.parametrize(("replicates", "said"), [(4, False), (5, True)])
def test_a_map_says_no_mean_of_fewer_than_five_worlds(tmp_path: Path, replicates: int, said: bool) -> None:
    frame = made_up(
        tmp_path / "grid", lambda point, arm, replicate: point[DEMAND], f"design.axes.{DEMAND}=[0.2,0.5,0.8]", replicates=replicates
    )
    found = surface_section.section(frame, parse_report_request(frame))
    assert found is not None
    row = found.tables[0].rows[0]
    assert ("from 0.200" in found.sentences[0]) == said
    assert (f"n = {replicates} worlds behind each mean" in found.sentences[0]) == said
    assert ("–. No mean rests on more than 4 worlds, and it takes 5" in found.sentences[0]) != said
    assert row[1] == (pytest.approx(0.2) if said else None)
    assert row[5] == replicates


@pytest.mark.parametrize(("replicates", "said"), [(2, False), (3, True)])
def test_a_factorial_says_no_effect_of_fewer_than_five_worlds(tmp_path: Path, replicates: int, said: bool) -> None:
    axes = (f"design.axes.{DEMAND}=[0.2,0.8]", "design.axes.context.urgency=[0.2,0.8]")
    frame = made_up(tmp_path / "grid", lambda point, arm, replicate: point[DEMAND] + 0.01 * replicate, *axes, replicates=replicates)
    found = factorial_section.section(frame, parse_report_request(frame))
    assert found is not None
    (part,) = found.parts
    assert bool(part.tables) == said
    assert (f"n = {2 * replicates} worlds at each level" in " ".join(part.sentences))
    assert ("it takes 5 to say a mean" in part.sentences[0]) != said


@pytest.mark.parametrize(("replicates", "said"), [(4, False), (5, True)])
def test_scenarios_say_no_difference_of_fewer_than_five_pairs(tmp_path: Path, replicates: int, said: bool) -> None:
    frame = made_up(
        tmp_path / "arms", lambda point, arm, replicate: 0.3 + 0.2 * (arm == "b") + 0.01 * replicate * (arm == "b"),
        f"design.axes.{DEMAND}=[0.5]", "arms={a: {}, b: {}}", replicates=replicates,
    )  # fmt: skip
    found = scenarios_section.section(frame, parse_report_request(frame))
    assert found is not None
    assert (f"– (n = {replicates} pairs of worlds; it takes 5" in found.sentences[0]) != said
    assert (found.tables[0].rows[0][2] is None) != said
