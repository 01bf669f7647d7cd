"""The words of a link: what they mean, and what is said of those that mean nothing."""

import pytest

from icsim.base.errors import UserError
from icsim.config.compose import compose
from icsim.teach.link_query import MOST_WEEKS, LinkQuery, link_settings, parse_link, replicate_at

SHARE = "leadership.team.working_with_power.share"


@pytest.mark.slow
def test_a_query_is_the_command_lines_words_for_each_world() -> None:
    ask = parse_link(f"set=place=pair&set=context.demand=0.7&a={SHARE}=0.9&b=rules=hero&weeks=30")
    first, second = link_settings(ask)
    assert first.content_hash() == compose("test", ["place=pair", "context.demand=0.7", f"{SHARE}=0.9", "weeks=30"]).content_hash()
    assert second.content_hash() == compose("test", ["place=pair", "context.demand=0.7", "rules=hero", "weeks=30"]).content_hash()


def test_a_third_world_is_there_when_something_is_said_of_it() -> None:
    assert parse_link("set=place=pair").slots == ("a", "b")
    worlds = link_settings(parse_link(f"set=place=pair&c={SHARE}=0.1"))
    assert [arm.levers("team")["share"] for arm in worlds] == [0.5, 0.5, 0.1]


def test_what_one_world_says_overrides_what_all_have() -> None:
    first, second = link_settings(parse_link("set=place=pair&set=context.demand=0.2&a=context.demand=0.9"))
    assert (first.context["demand"], second.context["demand"]) == (0.9, 0.2)
    (first, _) = link_settings(parse_link("set=place=pair&a=leadership.team.working_with_power={level:0.9,heed:0.1}"))
    assert (first.levers("team")["share"], first.levers("team")["heed"]) == (0.9, 0.1)


def test_a_fork_is_a_dated_event_of_its_world() -> None:
    first, second = link_settings(
        parse_link(f"set=place=pair&b.12={SHARE}=0.9&b.12=context.demand=0.1&a.3=leader.health/lead.loyalty=0.2")
    )
    assert [item["week"] for item in first.timeline] == [3]
    assert second.timeline == (
        {"week": 12, "set": {"context": {"demand": 0.1}, "leadership": {"team": {"working_with_power": {"share": 0.9}}}}},
    )
    twin = compose(
        "test", ["place=pair", "timeline=[{week:12,set:{context:{demand:0.1},leadership.team.working_with_power.share:0.9}}]"]
    )
    assert twin.with_changes(twin.timeline[0]["set"]).levers("team") == first.with_changes(second.timeline[0]["set"]).levers("team")


def test_dated_events_come_with_the_query() -> None:
    timeline = "timeline=[{week:8,decision:{by:health/lead,about:structure,stakes:0.9,mode:consulted}}]"
    first, second = link_settings(parse_link(f"set=place=pair&set={timeline}&b=timeline=[]&a.9=context.demand=0.3"))
    assert [item["week"] for item in first.timeline] == [8, 9]
    assert second.timeline == ()


def test_links_saved_before_their_words_were_renamed_still_open() -> None:
    place = "hospital:health:90:3;council:social_care:55:2"
    assert parse_link(f"luck=3&ours={place}") == parse_link(f"replicate=3&place_form={place}")
    with pytest.raises(UserError, match=r"^replicate: -1 is not allowed"):
        parse_link("luck=-1")


def test_order_and_repetition_do_not_matter_to_the_canonical_query() -> None:
    one = parse_link(f"replicate=3&b.5=context.demand=0.1&a={SHARE}=0.1&set=place=pair&a={SHARE}=0.9&week=7&measure=trust")
    other = parse_link(f"set=place=pair&a={SHARE}=0.9&b.5=context.demand=0.1&replicate=3")
    assert one.canonical == other.canonical
    again = parse_link(one.canonical)
    assert again.canonical == one.canonical
    assert [arm.content_hash() for arm in link_settings(again)] == [arm.content_hash() for arm in link_settings(one)]


def test_a_luck_is_counted_as_worlds_of_an_ensemble_are() -> None:
    from icsim.engine.ensemble import replicate_seeds

    arm, _ = link_settings(parse_link("set=place=pair"))
    assert [replicate_at(arm, n) for n in range(4)] == list(replicate_seeds(arm, 4))


def test_a_place_can_be_changed_and_described() -> None:
    first, second = link_settings(parse_link("set=place=pair&set=place.organisations.care.power=0.9"))
    assert [home.power for home in first.world.organisations if home.name == "care"] == [0.9]
    assert first.world == second.world
    own = (
        "set=place={name:ours,title:Ours,help:A place,source:{where:us,date:now,label:assumption},"
        "organisations:{clinic:{kind:clinic,sector:health,power:0.8}},"
        "teams:{clinic:{nurses:{profession:nurse,leader:clinic/lead}}},leaders:{clinic:{lead:{}}},users:{all:{teams:all}}}"
    )
    ours, _ = link_settings(parse_link(own))
    assert (ours.world.title, [team.name for team in ours.world.teams]) == ("Ours", ["clinic/nurses"])


def test_our_place_is_a_word_of_the_link() -> None:
    ask = parse_link("place_form=hospital:health:90:3;council:social_care:55:2&a=context.demand=0.9")
    first, second = link_settings(ask)
    assert [home.power for home in first.world.organisations if home.name == "hospital"] == [0.9]
    assert len(second.world.teams) == 5
    assert ask.canonical.startswith("place_form=hospital:health:90:3;council:social_care:55:2&a=")
    assert parse_link(ask.canonical).canonical == ask.canonical


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sett=place=pair", "sett: unknown word; allowed: lesson, roads, place_form, set, a, b, c, replicate, weeks"),
        ("set=place=pear", "place: pear is not known; allowed: "),
        ("set=place=/etc/passwd.yaml", "place: /etc/passwd.yaml is not known"),
        ("set=place=../../x.yml", "is not known; allowed: "),
        ("a=place=pair", "the worlds are in one place; say it as set=place=…"),
        ("set=place=pair&b.5=place=pair", "b.5: place cannot be set; allowed: "),
        ("a=host=0.0.0.0", "a: host cannot be set; allowed: what stands below place, context, leadership"),
        ("a=engine.threads=4", "engine.threads cannot be set"),
        ("a=out=somewhere/else", "out cannot be set"),
        ("a=hydra.run.dir=x", "hydra.run.dir cannot be set"),
        ("a=+context.demand=1", "is not KEY=VALUE"),
        ("a=~context", "is not KEY=VALUE"),
        ("a=context.demand", "is not KEY=VALUE"),
        ("a=context.demand=", "context.demand"),
        ("a=context.demand=2", "context.demand: 2 is not allowed; give a number from 0 to 1"),
        ("a=context.demand=1e999", "context.demand"),
        ("a=context.demand=0.1,0.9", "several values; give one"),
        ("a=context.demand=range(0,1)", "several values; give one"),
        ("a=context.demand=${oc.env:HOME}", "context.demand: ${oc.env:HOME} is not allowed"),
        ("a=context.demnd=0.1", "did you mean context.demand?"),
        ("a=leader.nobody.loyalty=0.1", "leader.nobody"),
        ("a.0=context.demand=0.1", "a.0: week 0 is not allowed"),
        ("a.600=context.demand=0.1", "a.600: week 600 is not allowed"),
        ("a.300=context.demand=0.1", "comes after the end"),
        ("a.5=timeline=[]", "a.5: timeline cannot be set"),
        ("a.5=rules=hero", "rules cannot be chosen on the way"),
        ("weeks=0", "weeks: 0 is not allowed; give a whole number from 1"),
        (f"weeks={MOST_WEEKS + 1}", f"from 1 to {MOST_WEEKS}"),
        ("replicate=-1", "replicate: -1 is not allowed"),
        ("replicate=1.5", "replicate: 1.5 is not allowed"),
        ("set=timeline=5", "timeline: not allowed"),
        ("set=timeline=[{week:5,decison:{}}]", "timeline"),
        ("place_form=hospital:health:90:3", "place_form: 1 organisations; allowed: 2 to 6"),
        ("place_form=a:health:9:1;b:health:9:1&set=place=pair", "place_form: stands beside set=place=…"),
        ("set=place=5", "place"),
        ("set=place={}", "place"),
        ("a=context.demand=" + "[" * 400 + "]" * 400, "too deep; allowed: 10 levels of brackets"),
        ("a=context.demand=[" + "1," * 1001 + "1]", "too many parts; allowed: 1000 commas"),
        ("a=context.demand=" + "{a:" * 300, "too deep"),
        ("&".join(f"a.{n}=context.demand=0.{n}" for n in range(1, 80)), "timeline: not allowed; give a list of at most"),
        ("&".join("a=context.demand=1" for _ in range(200)), "query: not readable"),
        ("a=" + "x" * 9000, "query: 9002 characters; allowed: 8000"),
        ("a=%ff%fe=1", "query: not readable"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_refused_in_one_line(query: str, said: str) -> None:
    with pytest.raises(UserError) as caught:
        link_settings(parse_link(query))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 1000


def test_a_place_of_too_many_teams_is_refused_before_it_is_built() -> None:
    teams = ",".join(f"t{n}:{{profession:nurse,leader:x/lead}}" for n in range(61))
    with pytest.raises(UserError, match=r"place.teams: 85 is not allowed here; give at most 60"):
        link_settings(parse_link(f"set=place.teams={{x:{{{teams}}}}}"))


def test_words_of_the_page_and_of_an_answer_pass() -> None:
    assert isinstance(parse_link("week=3&measure=trust&lines=trust,morale&stage=run&guess=1&speed=2"), LinkQuery)
    assert parse_link("pairs=20", ["pairs"]).more == {"pairs": "20"}
    with pytest.raises(UserError, match="pairs: unknown word"):
        parse_link("pairs=20")
