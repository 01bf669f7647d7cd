import random

import pytest

from icsim.base.errors import UserError
from icsim.base.resources import conf_dir
from icsim.config.compose import compose
from icsim.config.config_paths import icsim_entries

PAIR = "place=pair"


def refused(*overrides: str, command: str = "run") -> str:
    with pytest.raises(UserError) as caught:
        compose(command, list(overrides))
    line = str(caught.value)
    assert "\n" not in line
    assert line.strip()
    return line


@pytest.mark.slow
@pytest.mark.parametrize(
    ("override", "parts"),
    [
        # unknown keys: at the top, in a group, with +, below a lever, below a parameter's file
        ("wekks=3", ["wekks: unknown key (given 3)", "allowed: ", "did you mean weeks?"]),
        ("contxt.demand=0.3", ["contxt: unknown key", "did you mean context?"]),
        ("demand=0.3", ["demand: unknown key", "did you mean context.demand?"]),
        ("context.demnd=0.3", ["context.demnd: unknown key", "power_imbalance", "did you mean context.demand?"]),
        ("+context.demnd=0.3", ["context.demnd: unknown key", "did you mean context.demand?"]),
        ("++context.demnd=0.3", ["context.demnd: unknown key"]),
        ("+place.foo=1", ["place.foo: unknown key"]),
        ("leadership.team.vision=0.3", ["did you mean leadership.team.inspiring_intent.vision?"]),
        ("parameters.trust.gan=0.1", ["did you mean parameters.trust.gain?"]),
        ("engine.thread=2", ["did you mean engine.threads?"]),
        # wrong types and values
        ("context.demand=abc", ["context.demand: abc is not allowed; give a number from 0 to 1"]),
        ("context.demand=true", ["context.demand: true is not allowed"]),
        ("context.demand='0.5'", ["context.demand: '0.5' is not allowed; give a number from 0 to 1, as in 0.5"]),
        ("context.demand=[0.5]", ["context.demand: [0.5] is not allowed"]),
        ("context.demand=", ["context.demand: nothing is not allowed"]),
        ("context.demand=null", ["context.demand: empty; give a number from 0 to 1"]),
        ("context.demand=1.2", ["context.demand: 1.2 is not allowed; give a number from 0 to 1"]),
        ("context.demand=-0.1", ["context.demand: -0.1 is not allowed"]),
        ("context.demand=nan", ["context.demand: nan is not allowed"]),
        ("context.demand=inf", ["context.demand: inf is not allowed"]),
        ("weeks='52'", ["weeks: '52' is not allowed; give a whole number from 1 to 2600, as in 52"]),
        ("weeks=52.0", ["weeks: 52.0 is not allowed; give a whole number from 1 to 2600, as in 52"]),
        ("weeks=1.5", ["weeks: 1.5 is not allowed; give a whole number from 1 to 2600"]),
        ("weeks=0", ["weeks: 0 is not allowed"]),
        ("leadership.team.working_with_power=0.9", ["give keys out of: level, share"]),
        # a lever of the other tier
        ("leadership.system.balancing_perspectives.conflict=avoid",
         ["conflict: can be set for leaders of the tier team only; allowed: leadership.team.balancing_perspectives.conflict"]),
        # unknown choices
        ("rules.trust=asimetric", ["rules.trust: asimetric is not allowed; give one of: "]),
        ("leadership=hero", ["leadership: hero is not known; allowed: balanced"]),
        ("context=austere", ["did you mean austerity?"]),
        ("place=pare", ["place: pare is not known", "pair", "did you mean pair?"]),
        ("budget=quick", ["budget: not a choice of icsim run"]),
        ("place=null", ["place=null: a name is expected; allowed: central_governance"]),
        # overrides that cannot be read, or say too much
        ("context.demand", ["context.demand: cannot be read as key=value"]),
        ("context.demand=[1", ["context.demand=[1: cannot be read as key=value"]),
        ("context.demand=0.1,0.9", ["context.demand: 0.1,0.9 is several values; add -m"]),
        ("context.demand=0,5", ["several values; write 0.5 for a number with decimals, add -m"]),
        ("timeline.0.week=3", ["timeline.0.week=3: is a part of a list", "give the whole of it"]),
        ("context.demand=range(1,3)", ["is several values; add -m"]),
        ("context.demand=${nothing}", ["context.demand: Interpolation key 'nothing' not found"]),
        ("~context.demand", ["context.demand: missing; give a number from 0 to 1"]),
        ("~place", ["place: "]),
        ("=3", ["=3: no key before the ="]),
        ("hydra.searchpath=[/nowhere]", ["path=/nowhere is not available"]),
        # leaders
        ("leader.nobody.authority=1", ["leader.nobody: nobody is no leader of pair; allowed: ", "health/lead"]),
        ("leader.health.led.authority=1", ["health/led is no leader of pair", "did you mean health/lead?"]),
        ("leader.health.lead.autority=1", ["did you mean leader.health.lead.authority?"]),
        (
            "leader.health.lead.authority=2",
            ["leader.health.lead.authority: 2 is not allowed; give a number from 0 to 1"],
        ),
        ("leader.health.lead.values=money", ["money is not allowed; give a number from 0 to 1 or people or business"]),
        ("leader.health.lead.spread=0.1", ["leader.health.lead.spread: unknown key"]),
        ("leader=3", ["leader: 3 is not allowed"]),
        # the timeline
        (
            "timeline=[{week: 261, crisis: {size: 0.5}}]",
            ["timeline.0.week: 261 comes after the end; allowed: 1 to 260"],
        ),
        (
            "timeline=[{week: 0, crisis: {size: 0.5}}]",
            ["timeline.0.week: 0 is not allowed; give a whole number from 1"],
        ),
        ("timeline=[{crisis: {size: 0.5}}]", ["timeline.0.week: missing"]),
        ("timeline=[{week: 8}]", ["timeline.0: no event; give week and exactly one of: set, change"]),
        ("timeline=[{week: 8, crisis: {size: 1}, change: {size: 1}}]", ["timeline.0: ", " in one item"]),
        (
            "timeline=[{week: 8, crysis: {size: 1}}]",
            ["timeline.0.crysis: unknown key", "did you mean timeline.0.crisis?"],
        ),
        ("timeline=[{week: 8, crisis: {}}]", ["timeline.0.crisis.size: missing; give a number from 0 to 1"]),
        ("timeline=[{week: 8, crisis: {size: 2}}]", ["timeline.0.crisis.size: 2 is not allowed"]),
        (
            "timeline=[{week: 8, decision: {by: teem, mode: told}}]",
            ["decision.by: teem is no tier or leader of pair", "mean team?"],
        ),
        ("timeline=[{week: 8, leader_exit: {who: popular}}]", ["leader_exit.who: popular is no tier or leader of pair"]),
        ("timeline=[{week: 8, leader_exit: {who: system}}]", ["leader_exit.who: system has no leader in pair; allowed: care/lead"]),
        ("timeline=[{week: 8, set: {context.demand: 2}}]", ["timeline.0.set: context.demand: 2 is not allowed"]),
        ("timeline=[{week: 8, set: {weeks: 2}}]", ["timeline.0.set: weeks: cannot change on the way"]),
        ("timeline=[{week: 8, set: 2}]", ["timeline.0.set: 2 is not allowed; give paths and their new values"]),
        ("timeline=3", ["timeline: 3 is not allowed; give a list of events"]),
        ("timeline=[3]", ["timeline.0: 3 is not allowed"]),
    ],
)
def test_one_line_says_what_where_and_what_is_allowed(override, parts):
    line = refused(*([] if override.startswith(("place=", "~place")) else [PAIR]), override)
    for part in parts:
        assert part in line


PLACES = {
    "a file that is not there": (None, "No such file or directory"),
    "malformed YAML": ("place: [1", "line 2, column 1: not YAML"),
    "a list": ("[1]", "holds a list where a mapping of keys is expected"),
    "another key": ("{place: {}, weeks: 3}", "weeks: unknown key; allowed: place, context"),
    "no place": ("context: {}", "place: missing"),
    "an empty place": ("place: {}", "place.name: missing"),
    "a key twice": ("{place: {}, place: {}}", "the key 'place' is given twice"),
    "no text": ("\x00\x01", "not YAML"),
}


@pytest.mark.parametrize("case", PLACES)
def test_a_place_file_with(case, tmp_path):
    text, complaint = PLACES[case]
    own = tmp_path / "own.yaml"
    if text is not None:
        own.write_text(text)
    assert complaint in refused(f"place={own}")


def test_a_place_file_with_a_wrong_context_variable(tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text((conf_dir() / "place" / "pair.yaml").read_text() + "  demnd: 0.7\n")
    assert "context.demnd: unknown key" in refused(f"place={own}")


def test_a_malformed_file_on_the_search_path(tmp_path):
    (tmp_path / "context").mkdir()
    (tmp_path / "context" / "mine.yaml").write_text("demand: [1")
    line = refused(PAIR, f"hydra.searchpath=[{tmp_path}]", "context=mine")
    assert "mine.yaml" in line
    assert "not YAML" in line


def test_a_folder_is_no_place_file(tmp_path):
    (tmp_path / "folder.yaml").mkdir()
    assert "Is a directory" in refused(f"place={tmp_path / 'folder.yaml'}")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_random_mistakes_are_one_line(seed):
    luck = random.Random(seed)
    path = luck.choice(sorted(icsim_entries("run")))
    where = luck.randrange(len(path))
    broken = luck.choice(
        [
            f"{path[:where]}{luck.choice('qxz_')}{path[where:]}x=1",
            f"{path}=1e99",
            f"{path}=-1e99",
            f"{path}={{a: 1}}",
            f"{path}=[1, 2]",
            f"{path}=nan",
            f"+{path}.more=1",
            f"{path}={luck.choice(['${', '[', '{', '(,', ')'])}",
        ]
    )
    if path != "out":
        assert refused(PAIR, broken)


def test_an_item_of_the_timeline_is_counted_as_it_was_given():
    late, soon = "{week: 999, crisis: {size: 1}}", "{week: 2, crisis: {size: 1}}"
    assert "timeline.0.week: 999" in refused(PAIR, f"timeline=[{late}, {soon}]")


def test_a_decision_of_someone_who_leads_no_team_is_refused() -> None:
    line = refused("timeline=[{week: 3, decision: {by: director, mode: told}}]")
    assert line.startswith("timeline.0.decision.by: director leads no team of place; allowed: team, system, ")


def test_a_second_decision_of_one_leader_in_one_week_is_refused() -> None:
    first, second = "{week: 2, decision: {by: team, mode: shared}}", "{week: 2, decision: {by: health/lead, mode: told}}"
    line = refused(PAIR, f"timeline=[{first}, {second}]")
    assert line.startswith("timeline.1.decision.by: health/lead would take two decisions in week 2; allowed: one a week")


@pytest.mark.parametrize(
    ("given", "example"), [("'52'", ", as in 52"), ("'-3'", ""), ("'99999'", ""), ("'2,5'", ""), ("-3.0", ""), ("3.0", ", as in 3")]
)
def test_an_example_is_given_where_it_is_allowed_itself(given: str, example: str) -> None:
    with pytest.raises(UserError) as caught:
        compose("run", ["place=pair", f"weeks={given}"])
    assert str(caught.value).endswith(f"give a whole number from 1 to 2600{example}")
