"""Step 10: leaders meet leaders: strategic trust, sectional interest, bridges between teams that did not know each other."""

from icsim.rules.inspiring_intent import message_reach
from icsim.rules.taking_wider_view import (
    bridge_chance,
    concession_chance,
    detection_chance,
    goal_followed,
    likeness,
    meeting_chance,
    sectional_after,
    seen_after,
    selectivity_of,
)
from icsim.rules.trust import trust_after, trust_introduced
from icsim.week.entities import Leader, LeaderTie, Leading, Team, Tie, World
from icsim.week.notation import step
from icsim.week.rng import Process


@step
def meet_leaders(e: LeaderTie, world: World) -> None:
    """Two leaders meet; each puts own interest aside or not, and learns what the other did."""
    n, rule, bias, p, q = world.numbers.taking_wider_view, world.rules.trust, world.numbers.trust.bias, e.a, e.b
    meeting, a_gives, b_gives, _ = world.draw(Process.MEETING, p, q)
    whole = 0.5 * (p.time("whole_group_meetings") + q.time("whole_group_meetings"))
    linking = 0.5 * (p.time("connecting") + q.time("connecting"))
    chance = meeting_chance(whole, linking, n.meeting_rate, n.meeting_base, n.meeting_sought, n.meeting_sought)
    e.met = world.rules.strategic > 0 and p.in_post > 0.0 and q.in_post > 0.0 and meeting < chance
    e.gave_a = e.met and a_gives < concession_chance(p.sectional, e.lead_ab, n.give_trust)
    e.gave_b = e.met and b_gives < concession_chance(q.sectional, e.lead_ba, n.give_trust)
    if e.met:
        e.lead_ab = trust_after(rule, e.lead_ab, e.gave_b, n.leader_gain, n.leader_loss, bias)
        e.lead_ba = trust_after(rule, e.lead_ba, e.gave_a, n.leader_gain, n.leader_loss, bias)


@step
def update_sectional_interest(p: Leader, world: World) -> None:
    """Own interest of each leader, who follows the example of the leader above."""
    n, ii = world.numbers.taking_wider_view, world.numbers.inspiring_intent
    p.exploited = meetings = 0.0
    for e in p.ties:
        mine, theirs = (e.gave_a if p is e.a else e.gave_b), (e.gave_b if p is e.a else e.gave_a)
        p.exploited += 1.0 if mine and not theirs else 0.0
        meetings += e.met
    if world.rules.strategic and p.in_post > 0.0:
        used = p.exploited / max(1.0, meetings)
        goal = p.style("system_goal")
        if p.above:
            shown = max(p.above.time("visibility"), p.above.time("whole_group_meetings"))  # at a meeting of all, by all
            seen = p.above.in_post * message_reach(shown, 1.0, ii.reach_floor)
            goal = goal_followed(goal, p.above.style("system_goal"), seen, ii.passed_on)
        p.sectional = sectional_after(p.sectional, goal, used, n.sectional_rate, n.sectional_push)


@step
def update_perceived_interest(p: Leader, world: World) -> None:
    """How own interest is seen, and whether what was hidden comes to light (kept in `left` until used)."""
    n, astute, open_to_all = world.numbers.taking_wider_view, p.style("astuteness"), p.time("whole_group_meetings")
    u0, _, _, _ = world.draw(Process.DETECTION, p)
    p.left = 0.0
    if world.rules.strategic and p.in_post > 0.0:
        shown = seen_after(p.perceived_sectional, p.sectional, astute, open_to_all, n.mask, n.seen_rate, n.dispel)
        found_out = u0 < detection_chance(p.sectional, shown, n.detection)
        p.perceived_sectional = max(shown, p.sectional) if found_out else shown
        p.left = 1.0 if found_out else 0.0


@step
def lower_trust_ceiling(r: Leading, world: World) -> None:
    """A discovered deception lowers the most trust that can ever return."""
    if r.leader.left > 0.0 and world.rules.trust:
        r.trust_ceiling = r.trust_ceiling * (1.0 - world.numbers.trust.deception)
        r.trust_leading = min(r.trust_ceiling, r.trust_leading)


@step
def open_bridges(e: Tie, world: World) -> None:
    """Ties that leaders could open: each opens when its chance of still being closed falls below one draw of its own.

    Who is brought together by leaders does not meet as strangers: the leaders vouch for both.
    """
    if e.openable and not e.present and world.rules.bridges:
        door, _, _, _ = world.draw_once(Process.BRIDGE, e.a, e.b)
        n, a, b, between = world.numbers.taking_wider_view, e.a, e.b, e.leaders
        near = 0.5 * (a.near.time("connecting") + b.near.time("connecting"))
        linking = 0.5 * (near + 0.5 * (a.far.time("connecting") + b.far.time("connecting"))) if a.far and b.far else near
        trusted = 0.5 * (between.lead_ab + between.lead_ba) if between else world.numbers.start.leader_trust
        fear = 0.5 * (a.job_fear + b.job_fear)
        picky = 0.5 * (_picky(world, a, fear) + _picky(world, b, fear))
        chance = bridge_chance(linking, trusted, likeness(abs(a.outlook - b.outlook), e.distance), picky, n.bridge_rate)
        e.unopened = e.unopened * (1.0 - chance)
        e.present = e.unopened < door
        if e.present:
            e.trust_ab = trust_introduced(e.trust_ab, a.leader_relations[0].trust_leading, trusted)
            e.trust_ba = trust_introduced(e.trust_ba, b.leader_relations[0].trust_leading, trusted)


def _picky(world: World, i: Team, fear: float) -> float:
    """How far the leaders of a team open doors to its like alone."""
    n = world.numbers.taking_wider_view
    return i.both(lambda r: selectivity_of(int(r.leader.lever["contacts"]), fear, n.like_minded, n.anxiety))
