"""All that is wrong with theory files is said at once, and levers go by the names of `icsim list levers`."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from theories import HERE, INVALID, VALID, smallest, theory
from written import mistakes, theory_file

from icsim.base.errors import UserError, UserErrors, lines_of
from icsim.commands import entry
from icsim.theory.lever_paths import lever_names

SEVERAL = HERE / "several" / "everything_at_once.yaml"
WRONG = [
    "title: <the claim> is still the template's",
    "outcome.1.weeek: unknown key (given 60)",
    "id: mine too is not allowed",
    "source.doi: https://doi.org/10.1/x is not allowed; give the DOI alone",
    "source.mechanism: working_with_powr is no mechanism",
    "reasoning.1.expect: upp is not allowed",
    "source.papers: is of the review",
    "arms.with.working_with_power.shar: is no path",
    "arms.without.share: is no path",
    "arms.without.leadership.working_with_power.heed: is no path",
    "rival.0.arm: wth is no arm",
    "context: context.demnd: unknown key",
    "context: leader.lead.shar: unknown key",
    "arms.with: context.mandate: 4 is not allowed",
    "rival.0.patch: rules.fairnes: unknown key",
    "resource.0.of.leader: leed matches no leader",
    "reasoning.0.measure: ownershp is unknown",
    "outcome.0.week: 60 comes after the end",
]


def test_every_mistake_of_a_file_has_its_line_and_there_are_no_others() -> None:
    lines = mistakes(SEVERAL)
    assert [part for part in WRONG if not any(line.startswith(f"{SEVERAL.name}: {part}") for line in lines)] == []
    assert len(lines) == len(WRONG)


def test_mistakes_of_several_files_are_told_together_and_sound_files_among_them_say_nothing() -> None:
    lines = mistakes(VALID[0], INVALID[0], SEVERAL, INVALID[1])
    assert len(lines) == len(WRONG) + 2
    assert {line.partition(":")[0] for line in lines} == {INVALID[0].name, SEVERAL.name, INVALID[1].name}


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_a_file_with_one_mistake_has_one_line(path: Path) -> None:
    """The others have as many as they have mistakes: an empty file lacks ten keys."""
    more = {"empty": 10, "arm_said_twice": 2, "context_above_an_arm": 2, "context_against_an_arm": 2}
    assert len(mistakes(path)) == more.get(path.stem, 1)


def test_the_command_prints_a_line_each_and_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["test", str(SEVERAL), "--check"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(WRONG)
    assert [line for line in lines if not line.startswith("icsim: ")] == []


def test_a_check_of_several_warns_of_each_design_on_a_line_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lever = "leadership.team.inspiring_intent."
    both = [f"{lever}recognition", f"{lever}vision"]
    arms = {"with": dict.fromkeys(both, 0.9), "without": dict.fromkeys(both, 0.1)}
    paths = [tmp_path / f"{name}.yaml" for name in ("one", "other")]
    for path in paths:
        path.write_text(yaml.safe_dump(smallest() | {"id": path.stem, "arms": arms}), encoding="utf-8")
    assert entry.main(["test", "--check", *map(str, paths)]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "compiling the engine" not in line]
    assert [line.partition(" things")[0] for line in told] == [f"icsim: {one.stem}: with and without differ in 2" for one in paths]


def test_a_check_warns_of_a_key_clause_that_no_rule_leads_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As the run would, before it: two leaders who trust nobody, so that nothing reaches trust between leaders."""
    path = tmp_path / "mine.yaml"
    reads = [{"measure": "leader_trust", "week": 8, "expect": "up"}]
    path.write_text(yaml.safe_dump(smallest() | {"id": "mine", "outcome": reads}), encoding="utf-8")
    assert entry.main(["test", "--check", str(path)]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("mine.yaml: whole, but the model cannot test it. ")
    no_rule = "no rule leads from what differs between the worlds to outcome.0 (leader_trust): the model cannot test this theory"
    assert [line for line in told.err.splitlines() if "compiling the engine" not in line] == [f"icsim: mine: {no_rule}"]


def test_as_a_text_it_is_the_first_line_and_how_many_there_are() -> None:
    assert str(UserErrors(["one", "two", "three"])) == "one (2 more)"
    assert lines_of(UserError("one")) == ("one",)


def test_a_check_says_what_would_be_compared_and_runs_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert entry.main(["test", "--check", "box4", str(VALID[-1]), "budget=quick"]) == 0
    said = capsys.readouterr().out
    assert "box4.yaml: whole" in said
    assert "compares overridden less heeded" in said
    assert "nothing was run" in said
    assert list(tmp_path.iterdir()) == []


def test_a_check_of_nothing_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["test", "--check"]) == 2
    assert capsys.readouterr().err.startswith("icsim: no theory; name one or more")


@pytest.mark.parametrize("name", ["inspiring_intent.recognition", "inspiring_intent.level", "coordinating"])
def test_a_lever_by_its_listed_name_is_set_for_the_leaders_of_both_tiers(name: str) -> None:
    made = theory(arms={"with": {name: 0.9}, "without": {name: 0.1}})
    assert made.arms["with"] == {f"leadership.team.{name}": 0.9, f"leadership.system.{name}": 0.9}
    assert name in lever_names()


def test_levers_below_their_mechanism_and_in_events_are_set_likewise() -> None:
    event = {"week": 3, "set": {"working_with_power.share": 0.4}}
    made = theory(context={"place": "pair", "weeks": 8, "timeline": [event], "working_with_power": {"heed": 0.2}})
    assert made.context["leadership.system.working_with_power.heed"] == 0.2
    timeline: Any = made.context["timeline"]
    assert timeline[0]["set"]["leadership.team.working_with_power.share"] == 0.4


def test_a_lever_that_is_set_twice_is_refused(tmp_path: Path) -> None:
    both = {"inspiring_intent.recognition": 0.9, "leadership.team.inspiring_intent.recognition": 0.8}
    (line,) = mistakes(theory_file(tmp_path, arms={"with": both, "without": {}}))
    assert "inspiring_intent.recognition and leadership.team.inspiring_intent.recognition set the same" in line


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("recognition", "inspiring_intent.recognition"),
        ("inspiring_intent.recogniton", "inspiring_intent.recognition"),
        ("leadership.inspiring_intent.recognition", "inspiring_intent.recognition"),
        ("working_with_power.recognition", "inspiring_intent.recognition"),
    ],
)
def test_a_wrong_lever_gets_the_right_paths(tmp_path: Path, key: str, meant: str) -> None:
    line = mistakes(theory_file(tmp_path, arms={"with": {key: 0.9}, "without": {"context.demand": 0.2}}))[0]
    assert f"did you mean {meant}, leadership.team.{meant} or leadership.system.{meant}?" in line


def test_another_source_needs_no_mechanism_and_no_provenance() -> None:
    made = theory(source={"citation": "Best et al. 2012", "doi": "10.1111/j.1468", "confidence": "low", "sources": 3})
    assert not made.source.is_the_review
    assert theory().source.is_the_review


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ({"mechanism": "working_with_power"}, "source: says nothing; give citation"),
        ({"citation": "A", "provenance": "papers"}, "source.provenance: is of the review"),
        ({"where": "A", "provenance": "hearsay"}, "source.provenance: hearsay is not allowed; give words out of box"),
        ({"citation": "A", "confidence": "great"}, "source.confidence: great is not allowed; give one of: high"),
        ({"citation": "A", "pages": 4}, "source.pages: 4 is not allowed; give pages as a text in quotes"),
        ({"citation": ""}, "source.citation: nothing is not allowed"),
        ({"citation": "<authors, year>"}, "source.citation: <authors, year> is still the template's"),
    ],
)
def test_a_source_is_checked(tmp_path: Path, source: dict[str, object], part: str) -> None:
    (line,) = mistakes(theory_file(tmp_path, source=source))
    assert part in line


def test_files_of_one_name_are_told_apart_by_their_paths_and_what_one_follows_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = smallest()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.yaml").write_text(yaml.safe_dump(data | {"id": f"x_{name}"}), encoding="utf-8")
    arms = {"with": {"leadership.team.working_with_power.share": 0.9}, "without": {"leadership.team.working_with_power.share": 0.1}}
    after = data | {"id": "after", "follows": "smallest", "context": {"weeks": 8}, "arms": arms}
    after["resource"] = [{"measure": "enacted.share", "of": {"tier": "team"}, "expect": "up"}]
    (tmp_path / "after.yaml").write_text(yaml.safe_dump(after), encoding="utf-8")
    (tmp_path / "smallest.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    paths = [str(tmp_path / name) for name in ("a/x.yaml", "b/x.yaml", "after.yaml")]
    assert entry.main(["test", "--check", *paths]) == 0
    said = capsys.readouterr().out
    assert [line.split(": whole")[0] for line in said.splitlines() if ": whole" in line] == [*paths[:2], "after.yaml"]
    assert "  follows smallest, in the worlds that its resource leaves; compares" in said
    (tmp_path / "b" / "x.yaml").write_text(yaml.safe_dump(data | {"id": "x_b", "role": "none"}), encoding="utf-8")
    assert entry.main(["test", "--check", *paths]) == 2
    assert capsys.readouterr().err.startswith(f"icsim: {paths[1]}: role: none is not allowed")


def test_a_folder_and_a_table_are_told_what_to_type(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hints = {f"{tmp_path}/": f"of a folder give the files: {tmp_path}/*.yaml", "my cmos.csv": "icsim import 'my cmos.csv'"}
    for word, hint in hints.items():
        assert entry.main(["test", "--check", word]) == 2
        assert hint in capsys.readouterr().err


OF = {
    "resource": [{"measure": "trust", "of": {"from": {"site": "nowhere"}}, "week": 4, "expect": "up"}],
    "reasoning": [{"measure": "clarity", "of": {"led_by": "hospital_b/medicine_lead"}, "week": 4, "expect": "up"}],
    "outcome": [{"measure": "morale", "of": {"secto": "acute"}, "week": 8, "expect": "up"}],
}
OPEN_ARMS = {"with": {"<lever>": 0.9}, "without": {"context.demand": 0.1}}
UNKNOWN = "outcome.0.of.secto: unknown key for a team; allowed: "
NOWHERE = "resource.0.of.site: nowhere matches no team in merged_hospital; allowed: site_a, site_b"
UNTIL = "as long as that is open, it is not checked: "
WHOM = f"context.place: {UNTIL}whether the place has those whom resource.0, reasoning.0 and outcome.0 name"


@pytest.mark.parametrize(
    ("place", "changes", "expected"),
    [
        ("hospitl", {}, ["context: place: hospitl is not known", UNKNOWN]),
        ("<place>", {}, ["context.place: <place> is still", UNKNOWN, WHOM]),
        ("merged_hospital", {"arms": OPEN_ARMS}, ["arms.with: <lever> is still", NOWHERE, UNKNOWN]),
        ("<place>", {"arms": OPEN_ARMS}, ["context.place: <place> is", "arms.with: <lever> is", UNKNOWN, WHOM]),
        (
            "merged_hospital",
            {"arms": OPEN_ARMS, "reasoning": [{"measure": "clarity", "of": "bystanders", "week": 4, "expect": "up"}]},
            ["arms.with: <lever> is still", NOWHERE, UNKNOWN, f"arms: {UNTIL}the bystanders and doses that reasoning.0 names"],
        ),
    ],
)
def test_whom_clauses_read_is_checked_as_far_as_place_and_arms_are_known(
    tmp_path: Path, place: str, changes: dict[str, Any], expected: list[str]
) -> None:
    """A key that no place has is wrong anywhere; of a stand-in for place or arms nothing is told."""
    lines = mistakes(theory_file(tmp_path, context={"place": place, "weeks": 20}, **OF | changes))
    assert [text for text in expected if not any(line.startswith(f"mine.yaml: {text}") for line in lines)] == []
    assert len(lines) == len(expected)
