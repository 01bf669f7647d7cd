"""Sentence forms about sensitivity, each held to indices that were planted."""

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from icsim.engine.measures import Query
from icsim.report.sweep.sensitivity_text import sensitivity_sentences
from icsim.sweep.analysis.replicate_variance import ReplicateVariance
from icsim.sweep.analysis.report_request import OutcomeSeries
from icsim.sweep.analysis.sensitivity import ConvergenceCheck, SensitivityIndex, SensitivityResult
from icsim.sweep.analysis.sweep_results import OutcomeColumn

FRAME: Any = SimpleNamespace(
    columns={"trust_w16": OutcomeColumn("trust_w16", Query("trust"), 16)}, design="saltelli", points=64,
    held=SimpleNamespace(design=None),
)  # fmt: skip
VALUES = np.linspace(0.0, 1.0, 21)[:, None].repeat(2, axis=1)
LITTLE_LUCK = ReplicateVariance(between=1.0, everywhere=0.5, here=0.1, of_mean=0.05, replicates=2.0)


def index(path: str, value: float, counts: bool, **changes: Any) -> SensitivityIndex:
    one = SensitivityIndex(path, value, value - 0.05, value + 0.05, value / 2, value / 2 - 0.05, value / 2 + 0.05, counts, 0)
    return replace(one, **changes)


def planted(*axes: SensitivityIndex, **changes: Any) -> SensitivityResult:
    made = SensitivityResult(
        OutcomeSeries("trust_w16", "trust_w16", "", VALUES), "sobol", axes, 0.02, ConvergenceCheck(0.1, True, True, 0, 64),
        LITTLE_LUCK, 64, 64, 4, (), 0.05,
    )  # fmt: skip
    return replace(made, **changes)


def said(made: SensitivityResult) -> str:
    return " ".join(sensitivity_sentences(FRAME, made))


BIG = index("context.demand", 0.6, counts=True, way=1)
SMALL = index("context.urgency", 0.01, counts=False, negligible=True)
OPEN = index("context.urgency", 0.2, counts=False)


def test_what_counts_is_named_with_its_share_its_way_and_what_it_does_alone() -> None:
    text = said(planted(BIG, SMALL))
    assert "Trust between teams, week 16 (from 0.05 to 0.95 over nine tenths of the points) hangs on demand on services (" in text
    assert "demand on services (0.60 of the variance, 0.30 alone; it rises along it)" in text
    assert "it falls along it" in said(planted(replace(BIG, way=-1), SMALL))
    assert "Each alone, all axes explain 0.30 of the variance; the rest comes of their acting together" in text


def test_a_share_above_all_is_told_with_its_interval_and_leaves_no_rest() -> None:
    text = said(planted(replace(BIG, alone=1.13, alone_low=0.9, alone_high=1.36), replace(SMALL, alone=0.01)))
    assert "1.13 alone, an estimate with the interval 0.90 to 1.36; it rises along it" in text
    assert "Each alone, all axes explain 1.14 of the variance: more than all of it, by what each share may be wrong." in text
    assert "the rest" not in text
    whole = said(planted(replace(BIG, alone=0.99), replace(SMALL, alone=0.006)))
    assert "Each alone, all axes explain 1.00 of the variance. " in whole
    assert "the rest" not in whole


def test_what_was_not_found_is_negligible_by_a_test_or_open_and_never_none() -> None:
    assert "The other one does surely no more than a dummy axis that only changes replicates and 0.05 beyond it" in said(
        planted(BIG, SMALL)
    )
    text = said(planted(BIG, OPEN))
    assert "Of urgent decisions it is open: up to 0.25 is not excluded." in text
    assert "surely" not in text
    assert "replicate noise could do what it does" in said(planted(BIG, OPEN, floor=np.nan))
    nothing = said(planted(SMALL, SMALL))
    assert "no axis was found to do more than a dummy axis that only changes replicates (0.02)" in nothing
    assert "All do surely no more" in nothing


@pytest.mark.parametrize(
    ("enough", "part"),
    [
        (ConvergenceCheck(0.1, True, True, 0, 64), "There were enough runs: the widest interval is 0.10 of the largest index"),
        (ConvergenceCheck(0.1, True, False, 0, 64), "Too few runs for the order: the two halves of the 64 base samples"),
        (
            ConvergenceCheck(0.8, False, True, 2560, 704),
            "Too few runs to say how large the indices are: the widest interval is 0.80 of the largest index, where 0.25 is close "
            "enough; about 2,560 points more would do (design.base_samples=704); both halves of the runs put the axes in the same",
        ),
        (ConvergenceCheck(0.8, False, False, 2560, 704), "; nor is the order the same in both halves"),
    ],
)
def test_whether_there_were_enough_runs(enough: ConvergenceCheck, part: str) -> None:
    text = said(planted(BIG, SMALL, enough=enough))
    assert part in text
    assert ("There were enough runs" in text) == enough.is_so


def test_with_nothing_found_it_is_said_what_would_have_been_overlooked() -> None:
    assert "With 64 base samples, whatever is smaller than 0.25 would have been overlooked." in said(planted(OPEN))
    noisy = ReplicateVariance(between=1.0, everywhere=0.0, here=1.6, of_mean=0.8, replicates=2.0)
    text = said(planted(OPEN, luck=noisy))
    assert re.search(
        r"Not enough to see anything: about 7\d replicates, rather than more points, would bring noise down to 10 of 100 parts",
        text,
    )


def test_how_much_is_luck_is_said_in_parts_that_add_up() -> None:
    text = said(planted(BIG, SMALL))
    assert "Of the variance between single worlds 61 of 100 parts are the axes, 32 replicate noise" in text
    assert " that acts alike at all points" in text
    assert ", and 7 noise that differs from point to point." in text  # 61 + 32 + 6 would be 99
    assert "Indices are of the mean over 2 worlds; noise is 5 of 100 parts of the variance of these means." in text
    alone = ReplicateVariance(between=1.0, everywhere=np.nan, here=np.nan, of_mean=np.nan, replicates=1.0)
    told = said(planted(BIG, SMALL, luck=alone, floor=np.nan))
    assert "With one value at each point replicate noise cannot be told from the axes" in told


def test_rows_with_gaps_are_counted() -> None:
    assert "4 of 64 base samples were left out, for a value is missing there." in said(planted(BIG, units=60))


def test_words_are_told_by_the_one_that_differs_or_the_two_that_do() -> None:
    one = replace(BIG, path="rules.fairness", way=0, alone=-0.4, levels=("any_voice",))
    text = said(planted(one, SMALL, method="pawn"))
    assert "(0.60; lower at any voice than elsewhere)" in text
    two = replace(one, levels=("any_voice", "off"))
    assert "(by 0.6; off less any voice −0.4)" in said(planted(two, SMALL, method="morris"))
