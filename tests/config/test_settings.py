import pytest

from icsim.base.errors import UserError
from icsim.catalogue import catalogue
from icsim.catalogue.load import CONTEXT, LEVERS, PARAMETERS, VARIANTS
from icsim.config.compose import compose, groups, multirun_points
from icsim.config.compute_backend import DASK, SLURM
from icsim.config.config_paths import flatten, icsim_entries
from icsim.config.settings import validate

PAIR = "place=pair"
MACHINES = (DASK, SLURM)  # for sweeps alone: tests/sweep/test_dask_settings.py
OPTIONS = [(g, o) for g, options in groups("test").items() for o in options if o not in MACHINES]


@pytest.mark.parametrize("command", ["run", "test"])
def test_every_default_has_an_entry_and_every_entry_a_default(command):
    given = {key: value for key, value in compose(command).values.items() if key not in ("place", "leader", "timeline")}
    flat = dict(flatten(given))
    assert set(flat) == set(icsim_entries(command))
    own = compose(command).values["place"]
    assert own["name"] == "place"
    for path, value in flat.items():
        if not path.startswith("context."):  # a place may bring its own
            assert value == icsim_entries(command)[path].default, path


@pytest.mark.slow
@pytest.mark.parametrize(("group", "option"), OPTIONS)
def test_every_option_of_every_group_composes(group, option):
    """Each stands for something: the usual option is the default, any other differs from it."""
    usual = compose("test", [])
    same = compose("test", [f"{group}={option}"]).content_hash() == usual.content_hash()
    assert same == (option in ("default", "balanced", "standard", "place") or group == "engine")


def test_numbers_come_in_the_orders_of_the_catalogue():
    settings = compose("run", [PAIR])
    assert tuple(settings.levers("team")) == LEVERS
    assert tuple(settings.context) == CONTEXT
    assert tuple(settings.parameters) == PARAMETERS
    assert tuple(settings.variants) == VARIANTS


def test_a_lever_left_alone_follows_its_level():
    settings = compose(
        "run", [PAIR, "leadership.team.inspiring_intent.level=0.8", "leadership.team.inspiring_intent.visibility=0.1"]
    )
    team, system = settings.levers("team"), settings.levers("system")
    assert (team["vision"], team["visibility"], system["vision"]) == (0.8, 0.1, 0.5)
    assert team["cost_cutting"] == 0.0  # it has a default of its own
    assert team["consult"] == 0.5


def test_a_choice_is_its_position():
    settings = compose("run", [PAIR, "leadership.team.inspiring_intent.framing=relational", "rules.trust=off"])
    assert settings.levers("team")["framing"] == 2.0
    assert list(catalogue().variants["trust"].choices)[settings.variants["trust"]] == "off"


def test_a_named_leader_gets_only_what_is_set_for_that_leader():
    one = "leader.popular.working_with_power.level=0.9"
    settings = compose(
        "run",
        [
            "place=merged_hospital",
            one,
            "leader.popular.values=business",
            "leader.hospital_a.medicine_lead.authority=0.2",
        ],
    )
    patch = settings.leaders["popular"]
    assert patch.levers["heed"] == 0.9
    assert "consult" not in patch.levers  # it does not follow the level
    assert "vision" not in patch.levers
    posts = {post.name: post for post in settings.world.posts}
    assert posts["popular"].values == 0.9
    assert posts["hospital_a/medicine_lead"].authority == 0.2


def test_a_leaders_name_is_written_with_a_dot_or_a_slash():
    dotted, slashed = (compose("run", [PAIR, f"leader.health{mark}lead.authority=0.9"]) for mark in "./")
    assert dotted.values == slashed.values


def test_the_resolved_configuration_gives_the_same_settings_again():
    settings = compose(
        "run", ["place=merged_hospital", "leader.popular.values=people", "timeline=[{week: 3, crisis: {size: 0.5}}]"]
    )
    again = validate("run", settings.resolved())
    assert again == settings
    assert again.content_hash() == settings.content_hash()


def test_the_hash_is_of_what_the_numbers_depend_on():
    plain = compose("run", [PAIR]).content_hash()
    assert compose("run", [PAIR, "engine=one_thread", "out=elsewhere", "engine.block_size=8"]).content_hash() == plain
    assert compose("run", [PAIR, "context.demand=0.5"]).content_hash() == plain
    assert compose("run", [PAIR, "seed=2"]).content_hash() != plain


def test_an_event_takes_its_defaults_and_the_timeline_its_order():
    later, sooner = "{week: 9, crisis: {size: 1}}", "{week: 8, decision: {by: team, mode: consulted}}"
    settings = compose("run", [PAIR, f"timeline=[{later}, {sooner}]"])
    assert settings.timeline[0] == {
        "week": 8,
        "decision": {"by": "team", "about": "structure", "stakes": 0.5, "mode": "consulted", "distance": None},
    }
    assert settings.timeline[1]["crisis"] == {"size": 1.0}


def test_a_set_event_gives_the_settings_from_then_on():
    settings = compose(
        "run", [PAIR, "timeline=[{week: 8, set: {context.demand: 0.9, leader.health.lead.authority: 0.1}}]"]
    )
    changed = settings.with_changes(settings.timeline[0]["set"])
    assert (settings.context["demand"], changed.context["demand"]) == (0.5, 0.9)
    assert changed.leaders["health/lead"].traits == {"authority": 0.1}
    level = settings.with_changes({"leadership.team.inspiring_intent": {"level": 0.9}})
    assert level.levers("team")["vision"] == 0.9


def test_the_order_is_defaults_theory_arm_command_line():
    context = {"place": "merged_hospital", "weeks": 104, "context.demand": 0.8, "context": "austerity"}
    arm = {"leadership.team.working_with_power": {"consult": 1.0, "heed": 0.1}}
    settings = compose("test", ["weeks=50"], context=context, arm=arm)
    assert settings.weeks == 50
    assert settings.place_file.name == "merged_hospital"
    assert (settings.context["demand"], settings.context["silo_funding"]) == (0.8, 0.8)
    assert (settings.levers("team")["heed"], settings.levers("team")["share"]) == (0.1, 0.5)
    assert compose("test", [PAIR], context=context).place_file.name == "pair"


@pytest.mark.parametrize(
    "override", ["leadership.team.working_with_power.heed=1", "leadership.team.working_with_power={heed: 1}"]
)
def test_what_an_arm_sets_cannot_be_overridden(override):
    with pytest.raises(UserError, match=r"an arm of the theory sets leadership.team.working_with_power.heed"):
        compose("test", [override], arm={"leadership.team.working_with_power": {"heed": 0.1}})


def test_a_wrong_path_in_a_theory_is_refused_like_any_other():
    with pytest.raises(UserError, match=r"context.demnd: unknown key .* did you mean context.demand"):
        compose("test", [], context={"context.demnd": 0.8})


def test_points_are_those_of_the_basic_sweeper():
    assert multirun_points("run", ["place=pair,place", "weeks=range(1,3)"]) == [
        ["place=pair", "weeks=1"],
        ["place=pair", "weeks=2"],
        ["place=place", "weeks=1"],
        ["place=place", "weeks=2"],
    ]


def test_a_place_of_ones_own(tmp_path):
    own = tmp_path / "our place.yaml"
    source = (catalogue_free_pair()).replace("name: pair", "name: ours")
    own.write_text(source + "  demand: 0.7\n")
    settings = compose("run", [f"place={own}"])
    assert settings.place_file.name == "ours"
    assert settings.context["demand"] == 0.7
    assert compose("run", [f"place={own}", "context.demand=0.2"]).context["demand"] == 0.2


def catalogue_free_pair() -> str:
    from icsim.base.resources import conf_dir

    return (conf_dir() / "place" / "pair.yaml").read_text()
