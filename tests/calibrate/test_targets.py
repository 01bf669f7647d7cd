"""Targets and surveys: what is wrong with them is said in one line, with row and column, before anything is run or written."""

from pathlib import Path

import pytest

from icsim.base.errors import UserError
from icsim.calibrate.planning import plan_calibration
from icsim.calibrate.survey import read_survey
from icsim.calibrate.targets import read_targets, targets_path
from icsim.catalogue import catalogue
from icsim.config.compose import compose
from icsim.config.settings import Settings

HEAD = "measure,of,week,mean,n,sd\n"


@pytest.fixture(scope="module")
def settings() -> Settings:
    return compose("calibrate", ["place=pair", "weeks=52"])


def survey(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "survey.csv"
    path.write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("fairnes,,26,0.5,40,0.2", "row 2, measure: fairnes is unknown"),
        ("fairness,,53,0.5,40,0.2", "row 2, week: 53 is after the end, week 52"),
        ("fairness,,26,0.5,0,0.2", "row 2, n: 0 is not allowed; give a whole number from 1"),
        ("fairness,,26,0.5,4.5,0.2", "row 2, n: 4.5 is not allowed; give a whole number from 1"),
        ("fairness,,26,1.5,40,0.2", "row 2, mean: 1.5 is not allowed; give a number from 0 to 1"),
        ("fairness,,26,0.5,40,-0.2", "row 2, sd: -0.2 is not allowed; give a number from 0"),
        ("fairness,,26,,40,0.2", "row 2, mean: nothing is no number"),
        ("fairness,nurses,26,0.5,40,0.2", "row 2, of: nurses is not understood; write key=value"),
        ("fairness,profession=sailor,26,0.5,40,0.2", "row 2, of: "),
        ("fairness,,26,0.5,40,0.2,7", "row 2: has more cells than the head has names"),
    ],
)
def test_a_row_that_is_wrong_is_named_with_its_column(tmp_path: Path, settings: Settings, row: str, said: str) -> None:
    with pytest.raises(UserError) as raised:
        read_survey(survey(tmp_path, row), settings)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("head", "rows", "said"),
    [
        ("", [], "survey.csv is empty"),
        (HEAD, [], "has no rows below its head"),
        ("measure,of,week,mean,n\n", ["fairness,,26,0.5,40"], "row 1: column sd is missing"),
        ("measure,of,week,mean,n,sd,hue\n", ["fairness,,26,0.5,40,0.2,red"], "row 1: column hue is unknown"),
        (HEAD, ["fairness,,26,0.2,40,0.1", "fairness,,26,0.8,40,0.1"], "row 3, mean: 0.8 and 0.2 in row 2"),
        (HEAD, ["fairness,,26,0.2,40,0.1", "fairness,,26,0.2,40,0.1"], "say the same thing twice"),
    ],
)
def test_a_survey_as_a_whole(tmp_path: Path, settings: Settings, head: str, rows: list[str], said: str) -> None:
    with pytest.raises(UserError) as raised:
        read_survey(survey(tmp_path, *rows, head=head), settings)
    assert said in str(raised.value)


def test_several_waves_and_groups_become_targets_of_one_place(tmp_path: Path, settings: Settings) -> None:
    rows = ("fairness,,26,0.5,40,0.2", "fairness,,52,0.6,36,0.3", "trust,,52,0.4,25,0.1")
    found = read_survey(survey(tmp_path, *rows), settings)
    first, second, third = found.targets.values()
    assert (first.week, second.week) == (26, 52)
    assert second.observation == pytest.approx(0.05)
    assert third.discrepancy == catalogue().measures["trust"].smallest_effect
    assert all(one.one_place and one.luck is None for one in (first, second, third))
    plan = plan_calibration(
        ["place=pair", "weeks=52", f"targets={tmp_path / 'survey.csv'}"],
        {"targets": str(tmp_path / "survey.csv"), "seed": 1, "wanted": 4, "fresh_sets": 1, "explored": 0, "most": 256},
    )
    assert len(plan.probes) == 1
    assert not plan.field


def test_the_fields_targets_are_whole_and_each_says_its_source() -> None:
    found = read_targets(targets_path("field"))
    assert all(one.source for one in found.targets.values())
    places = {one.place for one in found.targets.values() if one.measure == "collaboration"}
    assert places == {"place", "merged_hospital", "two_site_merger"}
    assert {one.week for one in found.targets.values() if one.measure} == {104, 156}
    assert {one.climate for one in found.targets.values() if one.climate} == {"safety", "fairness", "clarity", "morale"}
    assert "SF5" in found.left_out


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("{place: pair, value: 0.5, observation: 0.1, source: x}", "one of measure, correlation, climate"),
        ("{measure: trust, climate: safety, value: 0.5, observation: 0.1, source: x}", "one of measure, correlation, climate"),
        ("{measure: trust, source: x}", "value or between"),
        ("{measure: trust, value: 0.5, source: x}", "without any error can never be met"),
        ("{measure: trust, between: [0.9, 0.1], source: x}", "an empty range"),
        ("{measure: trust, value: 0.5, observation: 0.1}", "source"),
        (
            "{correlation: [performance, morale], level: person, value: 0.5, observation: 0.1, source: x}",
            "persons are not asked about performance",
        ),
    ],
)
def test_a_target_that_says_too_little_is_refused(tmp_path: Path, target: str, said: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(f"title: mine\ncut: 3.0\ntargets:\n  one: {target}\n", encoding="utf-8")
    with pytest.raises(UserError) as raised:
        read_targets(path)
    assert said in str(raised.value)


def test_an_unknown_name_is_told_what_there_is() -> None:
    with pytest.raises(UserError, match="did you mean field"):
        targets_path("feild")
