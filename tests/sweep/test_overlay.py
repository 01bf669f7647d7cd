"""A point's settings, laid over checked ones, are those that a full check gives, to the bit."""

from itertools import pairwise

import numpy as np
import pytest
from sweeps import SMALL

from icsim.engine.block import tables
from icsim.sweep.overlay import overlay_values
from icsim.sweep.sweep_study import in_full, plan_sweep

TIMELINE = "timeline=[{week: 3, change: {size: 1.0}}, {week: 5, set: {context.demand: 0.2}}]"
AXES = (
    "context.demand=[0.1,1]",
    "parameters.trust.gain=null",
    "parameters.exits.vacancy=null",
    "rules.trust=[symmetric,off]",
    "leadership.both.working_with_power.level=null",
    "leadership.team.working_with_power.share=[null,0.4]",
    "leadership.system.inspiring_intent.framing=null",
    "leadership.team.attention=null",
    "leader.health.lead.working_with_power.level=[0.9,1]",
    "leader.care.lead.authority=[0.2,0.8]",
    "timeline.0.week=[2,4]",
    "timeline.0.change.size=[0.5,3]",
    "timeline.1.set.context.demand=[0.3,0.7]",
)
SETS = [*AXES, *[f"{a} {b}" for a, b in pairwise(AXES)], " ".join(AXES), " ".join(AXES[:4])]


def whole(settings):
    names = ("leaders", "place", "world", "timeline", "parameters", "context", "variants")
    values = {"content": settings.content_hash()} | {name: getattr(settings, name) for name in names}
    return values | {name: table.tobytes() for name, table in tables(settings.world, settings).items()}


@pytest.mark.slow
@pytest.mark.parametrize("axes", SETS)
@pytest.mark.parametrize("leader", ["{}", "{care: {lead: {working_with_power: {share: 0.3}}}}"])
def test_the_quick_way_gives_what_the_long_way_gives(axes, leader):
    design = [f"design.axes.{axis}" for axis in axes.split()]
    made = plan_sweep([*SMALL, TIMELINE, f"leader={leader}", "design=lhs", "design.points=4", *design])
    base = made.base(made.points.rows([0])[0], "")
    before = whole(base)
    for row in made.points.rows(range(4)):
        quick, long = made.settings(row, ""), in_full(base.values, made.targets(row))
        assert whole(quick) == whole(long)
        assert {name: type(value) for name, value in quick.values["context"].items()} == {
            name: type(value) for name, value in long.values["context"].items()
        }
    assert whole(base) == before


def test_it_is_also_what_a_change_on_the_way_gives():
    made = plan_sweep([*SMALL, "design.axes.context.demand=[0.3]"])
    values = {"context.demand": 0.3, "rules.trust": "off", "leadership.team.working_with_power.share": 0.25}
    assert whole(overlay_values(made.first, values)) == whole(made.first.with_changes(values))


@pytest.mark.slow
def test_a_difference_would_be_seen():
    made = plan_sweep([*SMALL, "design.axes.context.demand=[0.3,0.4]"])
    one, other = (made.settings(row, "") for row in made.points.rows(range(2)))
    assert whole(one) != whole(other)
    assert not np.array_equal(tables(one.world, one)["ctx"], tables(other.world, other)["ctx"])


def test_whole_timelines_have_all_fields_of_their_events():
    made = plan_sweep([*SMALL, "design.axes.timeline={none: [], early: [{week: 2, change: {size: 1}}]}"])
    rows = made.points.rows(range(2))
    assert [whole(made.settings(row, "")) for row in rows] == [whole(in_full(made.first.values, made.targets(row))) for row in rows]
