"""Lesson files with a mistake: one line each, which names the key, the value, what is allowed, and what to do."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from icsim.base.errors import UserError
from icsim.base.resources import PACKAGE
from icsim.base.yaml_io import read_yaml
from icsim.commands.entry import main
from icsim.config.as_text import override_text
from icsim.teach.lessons import lesson_pairs
from icsim.teach.lessons.lesson_pairs import open_lesson, summarise_pairs
from icsim.teach.lessons.lesson_worlds import check_lesson
from icsim.teach.lessons.load_lesson import find_lesson, parse_lesson, read_lesson

TEMPLATE = PACKAGE / "teach" / "template.yaml"
Change = Callable[[dict[str, Any]], object]


def put(path: str, value: Any) -> Change:
    """A change of one key, by its dotted path."""

    def change(data: dict[str, Any]) -> None:
        *stem, last = path.split(".")
        node: Any = data
        for part in stem:
            node = node[int(part)] if part.isdigit() else node[part]
        node[int(last) if last.isdigit() else last] = value

    return change


def drop(key: str) -> Change:
    return lambda data: data.pop(key)


FORM = [
    (put("titel", "x"), "titel: unknown key (given x); allowed:"),
    (put("titel", "x"), "did you mean title?"),
    (drop("story"), "story: missing; give a list of 3 to 5"),
    (put("story", ["one", "two"]), "story: ['one', 'two'] is not allowed; give a list of 3 to 5"),
    (put("worlds", []), "worlds: [] is not allowed; give a list of 2 to 3"),
    (put("tasks.0.tri", {}), "tasks.0.tri: unknown key; allowed: do, ask, answer, try; did you mean tasks.0.try?"),
    (put("minutes", 21), "minutes: 21 are not the 20 of the facilitator's steps"),
    (drop("place"), "place: missing; give it, or a theory"),
    (put("theory", "box44"), "theory: box44 is unknown"),
    (put("theory", "box4"), "place: stands in the theory box4; leave it out here"),
    (put("worlds.0.arm", "with"), "worlds.0.arm: with is no arm without a theory"),
    (put("worlds.1.id", "together"), "worlds: two have one id"),
    (put("readings.own.clause", "outcome.1"), "readings.own: give clause (of the theory) or measure, one of the two"),
    (put("readings.own", {"clause": "outcome.1"}), "readings.own.clause: outcome.1 is of no theory"),
    (put("readings.own.between", ["together", "apart"]), "readings.own.between: apart is unknown; allowed: together, alone"),
    (put("representative_by", "ownership"), "representative_by: ownership is unknown; allowed: own, joint, users"),
    (put("counted", ["jiont"]), "counted.0: jiont is unknown; allowed: own, joint, users; did you mean joint?"),
    (put("predict.least", "own"), "predict: give one rule out of compare, most, least, happened, size, curve; here are 2"),
    (put("predict.choices", []), "predict: give two choices or more, or a curve without choices"),
    (put("predict.choices.2.when", "same"), "give a choice with when for each of: together, alone, none"),
    (put("predict.most", "mine"), "predict.most: mine is unknown"),
    (put("lines", ["own", "joint"]), "lines: nobody looks at the people served"),
    (put("lines", ["own", "users", "jont"]), "lines.2: jont is unknown"),
    (put("colour", "trust"), "colour: trust is unknown"),
    (put("captions.0.when.reading", "x"), "captions.0.when.reading: x is unknown"),
    (put("captions.0.when.above", 0.4), "captions.0.when: give one of above, below and gap"),
    (put("captions.0.when", {"reading": "own", "below": 0.4}), "captions.0.when: above and below are said of a world"),
    (put("captions.0.text", "{weak}"), "captions.0.text: weak is unknown; allowed: week, together, alone; did you mean week?"),
    (put("tasks.0.answer", "{joint.apart}"), "tasks.0.answer: joint.apart is unknown"),
    (put("tasks.0.answer", "{before.joint.alone}"), "tasks.0.answer: before.joint.alone is unknown"),
    (put("tasks.0.answer", "{pair_counts.own.most}"), "tasks.0.answer: pair_counts.own.most is unknown"),
    (put("story", ["{own.alone}", "b", "c"]), "{own.alone}: placeholders stand in answers and captions only"),
    (put("tasks.1.try", {"nobody": {}}), "tasks.1.try: nobody is unknown; allowed: together, alone"),
]

MODEL = [
    (put("place", "nowhere"), "nowhere"),
    (put("set", {"context.demand": 2}), "what all worlds share: context.demand"),
    (put("worlds.0.set", {"weeks": 3}), "worlds.0 (together): weeks: cannot change on the way"),
    (put("weeks", 10), "readings.own.week: 52 comes after the end; allowed: 1 to 10"),
    (put("worlds.0.set", {"leadership.team.working_with_power.sharing": 0.9}), "worlds.0 (together): leadership"),
    (put("worlds.0.set", {"leadership.team.working_with_power.share": 1.9}), "share: 1.9"),
    (put("worlds.0.set", {"leadership.team.working_with_power.share": 0.1}), "worlds: together and alone are equal"),
    (put("worlds.0.timeline", [{"week": 5, "decision": {"by": "nobody", "mode": "told"}}]), "nobody"),
    (put("readings.own.measure", "ownershp"), "readings.own.measure: ownershp is unknown"),
    (put("readings.own.of", {"profession": "astronaut"}), "readings.own.of.profession: astronaut matches no team"),
    (put("captions.0.when.since", 500), "captions.0.when.since: 500 comes after the end; allowed: 0 to 104"),
    (put("tasks.1.try", {"all": {"weeks": 5}}), "tasks.1.try: weeks: cannot change on the way"),
    (put("tasks.1.try", {"all": {"context.demandd": 0.5}}), "tasks.1.try: context.demandd"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), FORM)
def test_a_file_whose_form_is_wrong_is_one_line(change: Change, said: str) -> None:
    data = copy.deepcopy(read_yaml(TEMPLATE))
    change(data)
    with pytest.raises(UserError, match=r"^mine\.yaml: ") as told:
        parse_lesson(data, "mine.yaml")
    assert said in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(("change", "said"), MODEL)
def test_a_file_that_names_what_the_model_has_not_is_one_line(change: Change, said: str) -> None:
    data = copy.deepcopy(read_yaml(TEMPLATE))
    change(data)
    with pytest.raises(UserError, match=r"^my_lesson: ") as told:
        check_lesson(parse_lesson(data, "mine.yaml"))
    assert said in str(told.value)
    assert "\n" not in str(told.value)


def test_a_curve_needs_an_upper_end_and_a_clause_has_to_be_there() -> None:
    data = copy.deepcopy(read_yaml(TEMPLATE))
    data["readings"]["queue"] = {"measure": "waiting", "week": 52}
    data["predict"] = {"ask": "Draw it.", "curve": {"reading": "queue", "world": "alone"}}
    with pytest.raises(UserError, match="has no upper end to draw to"):
        check_lesson(parse_lesson(data, "mine.yaml"))
    data = read_yaml(find_lesson("box4"))
    data["readings"]["fair"] = {"clause": "reasoning.7"}
    with pytest.raises(UserError, match=r"reasoning\.7 is not in box4; allowed: reasoning\.1 to reasoning\.1"):
        check_lesson(parse_lesson(data, "box4.yaml"))


def test_files_that_cannot_be_read_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="give the path of a lesson file"):
        read_lesson(tmp_path / "none.yaml")
    (tmp_path / "odd.yaml").write_text("a: [", encoding="utf-8")
    with pytest.raises(UserError, match="not YAML"):
        read_lesson(tmp_path / "odd.yaml")
    with pytest.raises(UserError, match=r"lesson: box44 is unknown; .*did you mean box4\?"):
        find_lesson("box44")


def test_a_new_lesson_is_written_checked_and_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "lesson", "mine"]) == 0
    lesson = open_lesson(tmp_path / "mine.yaml")
    assert lesson.name == "mine"
    assert lesson.pair_counts is not None, "worked out where it is not written down"
    assert lesson_pairs.main(["mine.yaml"]) == 0
    assert read_lesson(tmp_path / "mine.yaml").pair_counts == lesson.pair_counts
    ahead = (tmp_path / "mine.yaml").read_text(encoding="utf-8").replace("counted: [joint, users]", "counted: [joint, users, own]")
    (tmp_path / "mine.yaml").write_text(ahead.replace("    own: {more", "    nobody: {more"), encoding="utf-8")
    anew = open_lesson(tmp_path / "mine.yaml").pair_counts
    assert anew == lesson.pair_counts, "what is written down and no longer fits is worked out anew"
    assert lesson_pairs.main(["none.yaml"]) == 2
    assert main(["new", "lesson", "box4"]) == 2
    assert "comes with icsim; give another name, and see it with icsim list lessons box4" in capsys.readouterr().err
    assert main(["list", "lessons", "box4"]) == 0
    assert "Asked, then overridden" in capsys.readouterr().out


def test_what_many_pairs_say_is_the_same_however_it_is_asked() -> None:
    lesson = read_lesson(TEMPLATE)
    worlds = check_lesson(lesson)
    few = summarise_pairs(lesson, worlds, 24)
    tally = few.tally["own"]
    assert tally.more + tally.less + tally.same == 24
    assert few == summarise_pairs(lesson, worlds, 24)
    assert set(few.tally) == {"own", "joint", "users"}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.5, "0.5"), (3, "3"), (True, "true"), (None, "null"), ("told", "told"), ("a b", "'a b'"), ("it's", r"'it\'s'"),
        ([{"week": 3, "set": {"leader.a/b.x": 1}}], "[{week:3,set:{leader:{a:{b:{x:1}}}}}]"),
    ],
)  # fmt: skip
def test_values_are_written_as_the_command_line_takes_them(value: Any, written: str) -> None:
    assert override_text(value) == written
