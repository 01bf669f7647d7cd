from pathlib import Path

import pytest
import yaml
from theories import INVALID, VALID, smallest, theory

from icsim.base.errors import UserError
from icsim.config.compose import _base, compose_dict
from icsim.theory.arms import compose_all
from icsim.theory.clauses import bind_clauses
from icsim.theory.load_theory import find_theories, load_theory, parse_theory, shipped_theories
from icsim.theory.theory_cases import load_cases
from icsim.theory.theory_schema import PARTS


def refused(words: list[str], overrides: list[str]) -> str:
    with pytest.raises(UserError) as caught:
        load_cases(words, overrides)
    line = str(caught.value)
    assert "\n" not in line
    return line


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_files_are_read(path: Path) -> None:
    (case,) = load_cases([str(path)], [])
    assert case.theory.id == path.stem
    assert {one.part for one in case.asked} >= {"resource", "reasoning", "outcome"}


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_files_are_refused_in_one_line_that_says_what_their_first_comment_says(path: Path) -> None:
    line = refused([str(path)], [])
    assert path.name in line
    expected = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ").split(" | ")
    assert [part for part in expected if part not in line] == [], line


def test_there_are_files_to_refuse() -> None:
    assert len(INVALID) >= 40


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped_theories())
def test_each_theory_of_the_catalogue_is_sound_and_named_after_its_file(name: str) -> None:
    (case,) = load_cases([name], [])
    assert case.theory.id == name
    assert case.theory.as_written is not None


def test_words_name_theories_by_name_pattern_all_and_path() -> None:
    known = shipped_theories()
    assert "box4" in known
    assert find_theories(["all"]) == known
    assert find_theories(["box*"]) == {name: path for name, path in known.items() if name.startswith("box")}
    assert list(find_theories(["box4", "b*4", str(VALID[0])])) == ["box4", str(VALID[0])]
    again = str(VALID[0].parent / ".." / VALID[0].parent.name / VALID[0].name)
    assert list(find_theories([str(VALID[0]), again, str(known["box4"]), "box4"])) == [str(VALID[0]), str(known["box4"])]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("box44", ["box44 is no theory", "box4", "did you mean box4?"]),
        ("zz*", ["zz* is no theory"]),
        ("nowhere/mine.yaml", ["nowhere/mine.yaml", "No such file"]),
    ],
)
def test_words_that_name_nothing(word: str, parts: list[str]) -> None:
    line = refused([word], [])
    assert [part for part in parts if part not in line] == [], line


@pytest.mark.parametrize(
    "override",
    [
        "leader.hospital_b/medicine_lead.working_with_power.heed=0.5",
        "leader.hospital_b.medicine_lead.working_with_power.heed=0.5",
        "leader.hospital_b.medicine_lead.working_with_power={heed: 0.5}",
    ],
)
def test_the_command_line_cannot_override_what_an_arm_sets(override: str) -> None:
    assert "an arm of the theory sets" in refused(["box4"], [override])


def test_a_mistake_on_the_command_line_is_not_blamed_on_the_file() -> None:
    assert refused(["box4"], ["context.demnd=0.3"]).startswith("context.demnd: unknown key")


@pytest.mark.slow
def test_a_horizon_cut_short_on_the_command_line_is_noticed() -> None:
    assert "outcome.2.week: 34 comes after the end; allowed: 1 to 26" in refused(["box4"], ["weeks=26"])


def test_overrides_reach_both_arms() -> None:
    (case,) = load_cases(["box4"], ["context.demand=0.7", "budget.replicates=5"])
    assert [arm.context["demand"] for arm in case.pair] == [0.7, 0.7]
    assert [arm.replicates for arm in case.pair] == [5, 5]
    assert "context.demand=0.7" in case.command


def test_arms_differ_in_nothing_but_what_they_set() -> None:
    (case,) = load_cases(["box4"], [])
    first, second = (arm.resolved() for arm in case.pair)
    assert {key for key in first if first[key] != second[key]} == {"leader", "timeline"}
    (there,), (here,) = first["timeline"], second["timeline"]
    assert (there["decision"].pop("distance"), here["decision"].pop("distance")) == (0.6, 0.0)
    assert there == here


def test_a_resource_without_a_week_is_read_with_the_first_reasoning() -> None:
    made = theory(reasoning=[{"measure": "intent", "week": w, "expect": "up"} for w in (6, 3)])
    asked = bind_clauses(made, compose_all(made, [], "mine.yaml"), "mine.yaml")
    assert [one.week for one in asked if one.part == "resource"] == [3]


def test_clauses_come_in_reading_order() -> None:
    parts = [part for part, _, _ in theory(secondary=smallest()["outcome"]).clauses()]
    assert parts == sorted(parts, key=PARTS.index)


def test_a_theory_is_never_changed_once_read() -> None:
    with pytest.raises(Exception, match="frozen"):
        load_theory(VALID[0]).title = "another"


def test_what_is_no_mapping_at_all_is_refused() -> None:
    with pytest.raises(UserError, match=r"mine\.yaml: \['a'\] is not allowed; give keys out of: id, title, "):
        parse_theory(["a"], "mine.yaml")


def test_a_theory_can_be_tried_under_another_model_and_its_rival_counts_within_that() -> None:
    (plain,), (hero,) = load_cases(["t4_7"], []), load_cases(["t4_7"], ["rules=hero"])
    ((_, rival),) = hero.rivals
    for arm in rival.values():
        assert (arm.values["rules"]["leading"], arm.values["rules"]["fairness"]) == ("hero", "any_voice")
    assert {arm.values["rules"]["fairness"] for arm in hero.arms.values()} == {"instrumental"}
    ((_, before),) = plain.rivals
    assert all(arm.values["rules"]["leading"] != "hero" for arm in before.values())


@pytest.mark.parametrize("patch", [{"rules": "generic_trust"}, {"context.demand": 0.9}, {"weeks": 9}])
def test_a_rival_counts_for_more_than_the_command_line(patch: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(smallest(id="mine", rival=[{"id": "other", "patch": patch}])), encoding="utf-8")
    (given,) = load_cases([str(path)], ["rules=hero", "context.demand=0.2"])
    ((_, rival),) = given.rivals
    (key, value), *_ = patch.items()
    for arm in rival.values():
        found = {"rules": arm.values["rules"]["leading"] != "hero", "weeks": arm.weeks == 9}
        assert found.get(key, arm.context["demand"] == 0.9), value
        assert arm.context["demand"] == (0.9 if key == "context.demand" else 0.2)
    assert {arm.values["rules"]["leading"] for arm in given.arms.values()} == {"hero"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["smallest", "every_word"])
@pytest.mark.parametrize("given", [[], ["rules=hero"], ["budget=quick", "seed=7"], ["place=pair", "context.demand=0.4"]])
def test_what_is_composed_once_for_many_is_what_each_would_get_alone(name: str, given: list[str]) -> None:
    made = load_theory(next(path for path in VALID if path.stem == name))
    context = {key: value for key, value in made.context.items() if key != "timeline"}
    for patch in ({}, context, {**context, "context": {"demand": 0.7}}):
        _base.cache_clear()
        each = compose_dict("test", given, patch)
        with pytest.MonkeyPatch.context() as way:
            way.setattr("icsim.config.compose._touched", lambda *known: True)
            assert compose_dict("test", given, patch) == each
