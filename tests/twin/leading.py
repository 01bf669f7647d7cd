"""10. Leaders among leaders: they meet, own interest is served and seen, bridges open between teams."""

from typing import TYPE_CHECKING

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
from twin import luck
from twin.agents import Leader, Team, Tie

if TYPE_CHECKING:
    from twin.model import Twin


def meet(twin: "Twin") -> None:
    """10a. Who meets, who gives way, and the trust that this leaves."""
    wv = twin.numbers.taking_wider_view
    for e in twin.leader_ties:
        p, q = e.a, e.b
        u0, u1, u2, _ = twin.draw(luck.MEETING, twin.week, p.id, q.id)
        whole = 0.5 * (p.time("whole_group_meetings") + q.time("whole_group_meetings"))
        linking = 0.5 * (p.time("connecting") + q.time("connecting"))
        both_there = p.in_post > 0.0 and q.in_post > 0.0
        e.met = bool(twin.rules.strategic) and both_there and u0 < meeting_chance(
            whole, linking, wv.meeting_rate, wv.meeting_base, wv.meeting_sought, wv.meeting_sought
        )
        e.gave_a = e.met and u1 < concession_chance(p.sectional, e.lead_ab, wv.give_trust)
        e.gave_b = e.met and u2 < concession_chance(q.sectional, e.lead_ba, wv.give_trust)
        if e.met:
            usual = wv.leader_gain, wv.leader_loss, twin.numbers.trust.bias
            e.lead_ab = trust_after(twin.rules.trust, e.lead_ab, e.gave_b, *usual)
            e.lead_ba = trust_after(twin.rules.trust, e.lead_ba, e.gave_a, *usual)


def own_interest(twin: "Twin") -> None:
    """10b. Own interest, how far it is seen, and whether it is found out; trust in who is found out stays lower."""
    for p in twin.leaders:
        p.found_out = False
        if p.in_post > 0.0 and twin.rules.strategic:
            _own_interest(twin, p)
    for i in twin.teams:
        for relation in i.heads:
            if relation.leader.found_out and twin.rules.trust:
                relation.trust_ceiling = relation.trust_ceiling * (1.0 - twin.numbers.trust.deception)
                relation.trust_leading = min(relation.trust_ceiling, relation.trust_leading)


def _own_interest(twin: "Twin", p: Leader) -> None:
    wv = twin.numbers.taking_wider_view
    exploited = meetings = 0.0
    for e in p.ties:
        gave, got = (e.gave_a, e.gave_b) if p is e.a else (e.gave_b, e.gave_a)
        exploited += 1.0 if gave and not got else 0.0
        meetings += 1.0 if e.met else 0.0
    p.sectional = sectional_after(p.sectional, _goal(twin, p), exploited / max(1.0, meetings), wv.sectional_rate, wv.sectional_push)
    astute, open_meetings = p.style("astuteness"), p.time("whole_group_meetings")
    shown = seen_after(p.perceived_sectional, p.sectional, astute, open_meetings, wv.mask, wv.seen_rate, wv.dispel)
    u0 = twin.draw(luck.DETECTION, twin.week, p.id, 0)[0]
    p.found_out = u0 < detection_chance(p.sectional, shown, wv.detection)
    p.perceived_sectional = max(shown, p.sectional) if p.found_out else shown


def _goal(twin: "Twin", p: Leader) -> float:
    """What a leader pursues: drawn to the example of the leader above, as far as that one is there and seen."""
    own, chief, ii = p.style("system_goal"), p.above, twin.numbers.inspiring_intent
    if chief is None or chief.in_post <= 0.0:
        return own
    shown = max(chief.time("visibility"), chief.time("whole_group_meetings"))
    seen = message_reach(shown, 1.0, ii.reach_floor)
    return goal_followed(own, chief.style("system_goal"), seen, ii.passed_on)


def open_bridges(twin: "Twin") -> None:
    """10c. Leaders bring teams together that did not know each other."""
    if twin.rules.bridges:
        for e in twin.ties:
            if e.openable and not e.present:
                e.unopened = e.unopened * (1.0 - _chance_of_bridge(twin, e))
                e.present = 1.0 if e.unopened < e.door else 0.0
                if e.present:
                    leaders = _trusted(twin, e)
                    e.trust_ab = trust_introduced(e.trust_ab, e.a.leading[0].trust_leading, leaders)
                    e.trust_ba = trust_introduced(e.trust_ba, e.b.leading[0].trust_leading, leaders)


def _chance_of_bridge(twin: "Twin", e: Tie) -> float:
    wv, a, b = twin.numbers.taking_wider_view, e.a, e.b
    linking = 0.5 * (a.near.time("connecting") + b.near.time("connecting"))
    if a.far and b.far:
        linking = 0.5 * (linking + 0.5 * (a.far.time("connecting") + b.far.time("connecting")))
    fear = 0.5 * (a.job_fear + b.job_fear)
    picky = 0.5 * (_picky(twin, a, fear) + _picky(twin, b, fear))
    return bridge_chance(linking, _trusted(twin, e), likeness(abs(a.outlook - b.outlook), e.distance), picky, wv.bridge_rate)


def _picky(twin: "Twin", i: Team, fear: float) -> float:
    """How far the leaders of a team open doors to its like alone."""
    wv = twin.numbers.taking_wider_view
    return i.of_both(lambda r: selectivity_of(int(r.leader.lever["contacts"]), fear, wv.like_minded, wv.anxiety))


def _trusted(twin: "Twin", e: Tie) -> float:
    """Trust between the two near leaders; if they have no tie, between the far ones; else what is usual."""
    tie = e.leaders
    return 0.5 * (tie.lead_ab + tie.lead_ba) if tie else twin.numbers.start.leader_trust
