"""Conditions on outcomes: joined, between, by quantile, several of them; and what luck may have decided."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_up import made_up, ranges

from icsim.base.errors import UserError
from icsim.commands import entry
from icsim.report.sweep.discovery_text import discovery_sentences
from icsim.sweep.analysis.report_request import parse_report_request
from icsim.sweep.analysis.scenario_discovery import discover_scenarios
from icsim.sweep.analysis.sweep_results import SweepResults

TWO = ("measures=[trust,staff_strain]", "design=lhs", "design.points=200", *ranges("context.demand", "context.urgency"))


def planted(point: dict[str, Any], arm: str, replicate: int) -> dict[str, float]:
    return {"trust": point["context.demand"], "staff_strain": point["context.urgency"]}


@pytest.fixture(scope="module")
def frame(tmp_path_factory: pytest.TempPathFactory) -> SweepResults:
    return made_up(tmp_path_factory.mktemp("two") / "study", planted, *TWO)


def means(frame: SweepResults) -> tuple[np.ndarray, np.ndarray]:
    return frame.mean("trust_w16"), frame.mean("staff_strain_w16")


@pytest.mark.parametrize(
    ("where", "written", "so"),
    [
        ("trust < 0.4", "trust_w16 < 0.4", lambda t, s: t < 0.4),
        ("trust between 0.3 and 0.4", "trust_w16 >= 0.3 and trust_w16 <= 0.4", lambda t, s: (t >= 0.3) & (t <= 0.4)),
        ("trust >= .5 and staff_strain<0.25", "trust_w16 >= 0.5 and staff_strain_w16 < 0.25", lambda t, s: (t >= 0.5) & (s < 0.25)),
        (
            "trust between 0.1 and 0.6 and staff_strain between 0.2 and 0.9",
            "trust_w16 >= 0.1 and trust_w16 <= 0.6 and staff_strain_w16 >= 0.2 and staff_strain_w16 <= 0.9",
            lambda t, s: (t >= 0.1) & (t <= 0.6) & (s >= 0.2) & (s <= 0.9),
        ),
        ("trust_w16 > q90", "trust_w16 > q90", lambda t, s: t > np.quantile(t, 0.9)),
        (
            "trust between q25 and q75 and staff_strain < q50",
            "trust_w16 >= q25 and trust_w16 <= q75 and staff_strain_w16 < q50",
            lambda t, s: (t >= np.quantile(t, 0.25)) & (t <= np.quantile(t, 0.75)) & (s < np.quantile(s, 0.5)),
        ),
    ],
)  # fmt: skip
def test_a_condition_holds_where_it_says(frame: SweepResults, where: str, written: str, so: Any) -> None:
    (condition,) = parse_report_request(frame, where=where).where
    assert str(condition) == written
    trust, strain = means(frame)
    np.testing.assert_array_equal(condition.holds({"trust_w16": trust, "staff_strain_w16": strain}), so(trust, strain))
    assert str(parse_report_request(frame, where=str(condition)).where[0]) == written  # what is written can be read


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("trust < 0.4 or trust > 0.6", "or is not understood; ask two questions"),
        ("trust between 0.6 and 0.4", "nothing lies between; give the lower end first"),
        ("trust between 0.6", "is no condition"),
        ("trust < q101", "q101 is no quantile; allowed: q0 to q100"),
        ("trust < 0.4 and", "is no condition"),
        ("trust < 0.4 and strain < 1", "strain is not in the table"),
        ("trust < 0.4 and staff_strain", "is no condition"),
    ],
)
def test_what_cannot_be_read_is_one_line(frame: SweepResults, where: str, said: str) -> None:
    with pytest.raises(UserError) as raised:
        parse_report_request(frame, where=where)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.slow
def test_both_outcomes_limit_the_box(frame: SweepResults) -> None:
    (condition,) = parse_report_request(frame, where="trust > 0.5 and staff_strain between 0.2 and 0.7").where
    one = discover_scenarios(frame, condition)
    assert one.box is not None
    assert one.box.real
    edges = {edge.path: edge for edge in one.box.box.edges}
    assert edges["context.demand"].low == pytest.approx(0.5, abs=0.06)
    assert edges["context.urgency"].high == pytest.approx(0.7, abs=0.06)
    said = discovery_sentences(frame, one)[0]
    strain = "strain on staff, week 16 is at least 0.2 and at most 0.7"
    assert said.startswith(f"Trust between teams, week 16 is above 0.5, and {strain} at ")


@pytest.mark.slow
def test_luck_decides_only_where_no_other_limit_does(tmp_path: Path) -> None:
    def make(point: dict[str, Any], arm: str, replicate: int) -> dict[str, float]:
        return {"trust": 0.5 + 0.1 * (-1) ** replicate, "staff_strain": float(point["context.demand"] > 0.5)}

    noisy = made_up(tmp_path / "study", make, *TWO, replicates=2)
    near = {
        where: discover_scenarios(noisy, parse_report_request(noisy, where=where).where[0]).near
        for where in ("trust > 0.5", "trust > 0.5 and staff_strain > 0.5", "staff_strain > 0.5")
    }
    assert near == {"trust > 0.5": 200, "trust > 0.5 and staff_strain > 0.5": 100, "staff_strain > 0.5": 0}


@pytest.mark.slow
def test_two_regions_are_two_boxes_and_every_step_is_kept(tmp_path: Path) -> None:
    def make(point: dict[str, Any], arm: str, replicate: int) -> float:
        low = point["context.demand"] < 0.3 and point["context.urgency"] < 0.4
        return float(low or (point["context.demand"] > 0.7 and point["context.urgency"] > 0.6))

    frame = made_up(tmp_path / "study", make, "design=lhs", "design.points=400", *ranges("context.demand", "context.urgency"))
    one = discover_scenarios(frame, parse_report_request(frame, where="trust > 0.5").where[0])
    first, second = one.real_boxes
    assert not (first.box.inside & second.box.inside).any()
    together = first.box.inside | second.box.inside
    assert (together & one.hits).sum() / one.hits.sum() > 0.9
    assert first.box.coverage + second.box.coverage == pytest.approx((together & one.hits).sum() / one.hits.sum())
    assert one.hits[together].mean() > 0.85
    for found in one.real_boxes:
        assert found.path[0].edges == ()
        assert all(later.mass < earlier.mass for earlier, later in zip(found.path, found.path[1:], strict=False))
        assert found.path[-1].density > 0.9
    assert "Another box, in the points outside it: " in discovery_sentences(frame, one)[2]


@pytest.mark.slow
def test_several_questions_have_a_section_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made_up(tmp_path / "study", planted, *TWO)
    words = ["report", str(tmp_path / "study"), "measures=trust", "where=trust > q80", "where=trust < 0.3 and staff_strain > 0.5"]
    assert entry.main(words) == 0
    assert {path.name for path in (tmp_path / "study" / "report").glob("where*_peeling.csv")} == {
        "where_trust_w16_peeling.csv", "where_2_trust_w16_peeling.csv",
    }  # fmt: skip
    page = (tmp_path / "study" / "report" / "report.html").read_text(encoding="utf-8")
    assert "Trust between teams, week 16 is above 0.798 (q80)" in page
    assert entry.main([*words, "axes=context.demand", "axes=context.urgency"]) == 2
    assert "axes: is there twice" in capsys.readouterr().err
