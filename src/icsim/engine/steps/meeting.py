"""Step 8: cases arrive at ties; teams approach and respond; joint work succeeds or fails; trust moves each way."""

from icsim.engine.array_types import ChoiceRow, EntityGrid, IndexArray, LaneRow, NamedGrid
from icsim.engine.index import CONTRACT, GENERIC_TRUST, HERO, C, L, P, V
from icsim.engine.rng import Process, draw_rows
from icsim.rules.arithmetic import towards
from icsim.rules.balancing_perspectives import conflict_after, conflict_closing, conflict_learning
from icsim.rules.contact import contact_quality, distance_after, familiarity_after
from icsim.rules.cooperation import (
    capability,
    cooperation_motive,
    engagement_chance,
    joint_capability,
    opportunity,
    own_costs,
    own_reasons,
    partner_reason,
    success_chance,
    tie_costs,
    turnout_after,
)
from icsim.rules.cooperation import footing as footing_of
from icsim.rules.inspiring_intent import message_heard
from icsim.rules.trust import trust_after, trust_after_harm, trust_by_giving, trust_decay, weaker_side

ENCOUNTER = int(Process.ENCOUNTER)
AVOID = 2  # what happens to conflict while a post is vacant


def weigh_joint_work(
    team_org: IndexArray, team_hero: IndexArray, expertise: LaneRow, rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, ctx: NamedGrid, var: ChoiceRow,
    lever: NamedGrid, manner: EntityGrid, giving: EntityGrid, conditions: EntityGrid, intent: EntityGrid, ownership: EntityGrid, clarity: EntityGrid, skill: EntityGrid,
    territoriality: EntityGrid, pressure: EntityGrid, overload: EntityGrid, willing_team: EntityGrid, against_team: EntityGrid, able_team: EntityGrid,
    footing: EntityGrid, goodwill: EntityGrid,
) -> None:
    """What each team brings to any tie this week: what speaks for joint work and against it, and what it can do.

    Under a hero, what the post at the top gives stands for the team's own motive. Where joint work rests on its footing
    alone, that stands for everything that speaks for it, and what is missing of it for everything against.
    """
    for i in range(team_org.size):
        p, s, has, o = rel_post[2 * i], rel_post[2 * i + 1], rel_on[2 * i + 1] > 0, team_org[i]
        top, topped = max(0, team_hero[i]), team_hero[i] >= 0
        for k in range(par.shape[1]):
            goodwill[i, k] = message_heard(giving[p, k], giving[s, k], par[P.inspiring_intent.system_weight, k], has)
            led, alone = topped & (var[V.leading, k] == HERO), var[V.cooperation, k] >= CONTRACT
            firm = footing_of(
                var[V.cooperation, k], ctx[C.mandate, k], clarity[i, k], conditions[o, k], ctx[C.protected_time, k],
                ctx[C.silo_funding, k], pressure[i, k],
            )  # fmt: skip
            motive = cooperation_motive(
                giving[top, k] if led else intent[i, k], giving[top, k] if led else ownership[i, k], ctx[C.mandate, k],
                par[P.cooperation.duty, k], par[P.cooperation.motive_intent, k],
            )  # fmt: skip
            threat = max(manner[p, k] * lever[L.threat, p, k], manner[s, k] * lever[L.threat, s, k] if has else 0.0)
            willing_team[i, k] = own_reasons(
                firm if alone else motive, firm if alone else conditions[o, k], firm if alone else clarity[i, k],
                0.0 if alone else threat, par[P.cooperation.w_motive, k], par[P.cooperation.w_conditions, k],
                par[P.cooperation.w_clarity, k], par[P.working_with_power.threat_compliance, k],
            )  # fmt: skip
            against_team[i, k] = own_costs(
                1.0 - firm if alone else territoriality[i, k], 1.0 - firm if alone else pressure[i, k], 1.0 - firm if
                alone else overload[i, k], par[P.cooperation.cost, k], par[P.cooperation.w_territory, k],
                par[P.cooperation.w_overload, k],
            )  # fmt: skip
            able_team[i, k] = firm if alone else capability(skill[i, k], clarity[i, k], expertise[i])
            footing[i, k] = firm


def be_brought_together(
    rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, lever: NamedGrid, manner: EntityGrid, pace: EntityGrid, trust_leading: EntityGrid, safety:
    EntityGrid, whole_team: EntityGrid, bridged: EntityGrid, closing: EntityGrid,
) -> None:
    """What each team's leaders do for its ties: meetings of everybody, bridging, and how they treat conflict.

    In a vacant post conflict is avoided.
    """
    for i in range(safety.shape[0]):
        a, b, has = 2 * i, 2 * i + 1, rel_on[2 * i + 1] > 0
        p, s = rel_post[a], rel_post[b]
        for k in range(par.shape[1]):
            w = par[P.inspiring_intent.system_weight, k]
            whole_team[i, k] = pace[s, k] * lever[L.whole_group_meetings, s, k] if has else 0.0
            bridged[i, k] = message_heard(pace[p, k] * lever[L.bridging, p, k], pace[s, k] * lever[L.bridging, s, k], w, has)
            resolve, hold, avoid = (
                par[P.balancing_perspectives.conflict_resolve, k],
                par[P.balancing_perspectives.conflict_hold, k],
                par[P.balancing_perspectives.conflict_avoid, k],
            )
            near = int(lever[L.conflict, p, k]) if manner[p, k] > 0.0 else AVOID
            far = int(lever[L.conflict, s, k]) if manner[s, k] > 0.0 else AVOID
            closing[i, k] = message_heard(
                conflict_closing(near, trust_leading[a, k], safety[i, k], resolve, hold, avoid),
                conflict_closing(far, trust_leading[b, k], safety[i, k], resolve, hold, avoid), w, has,
            )  # fmt: skip


def meet_and_work(
    week: int, seeds: IndexArray, tie_a: IndexArray, tie_b: IndexArray, tie_id_a: IndexArray, tie_id_b: IndexArray, tie_together: LaneRow, rel_post:
    IndexArray, rel_on: IndexArray, par: NamedGrid, ctx: NamedGrid, var: ChoiceRow, seen: EntityGrid, turnout: EntityGrid, attendance: EntityGrid,
    willing_team: EntityGrid, against_team: EntityGrid, able_team: EntityGrid, whole_team: EntityGrid, footing: EntityGrid, trust_ab: EntityGrid, trust_ba:
    EntityGrid, distance: EntityGrid, conflict_open: EntityGrid, present: EntityGrid, cases: EntityGrid, came_a: EntityGrid, came_b: EntityGrid, joint: EntityGrid,
    success: EntityGrid, u0: LaneRow, u1: LaneRow, u2: LaneRow, u3: LaneRow,
) -> None:
    """A case that needs both: who approaches, who responds, and whether joint work succeeds."""
    for e in range(tie_a.size):
        draw_rows(ENCOUNTER, week, tie_id_a[e], tie_id_b[e], seeds, u0, u1, u2, u3)
        i, j = tie_a[e], tie_b[e]
        si, sj = rel_post[2 * i + 1], rel_post[2 * j + 1]
        both_i, both_j = rel_on[2 * i + 1] > 0, rel_on[2 * j + 1] > 0
        for k in range(par.shape[1]):
            chance = opportunity(
                par[P.cooperation.rate, k], ctx[C.complexity, k], tie_together[e] * attendance[i, k] * attendance[j, k],
                0.5 * (whole_team[i, k] + whole_team[j, k]), par[P.cooperation.rate_complexity, k],
                par[P.cooperation.rate_together, k], par[P.cooperation.rate_whole, k],
            )  # fmt: skip
            needed = (u0[k] < chance) & (present[e, k] > 0.0) & (var[V.cooperation, k] > 0)
            benefit, w_risk = par[P.cooperation.benefit, k], par[P.cooperation.w_risk, k]
            w_distance, w_conflict = par[P.cooperation.w_distance, k], par[P.cooperation.w_conflict, k]
            alone = var[V.cooperation, k] >= CONTRACT
            seen_i = seen[si, k] if both_i & (not alone) else 0.0
            seen_j = seen[sj, k] if both_j & (not alone) else 0.0
            apart, clash = 0.0 if alone else distance[e, k], 0.0 if alone else conflict_open[e, k]
            sure_a, sure_b = footing[i, k] if alone else trust_ab[e, k], footing[j, k] if alone else trust_ba[e, k]
            comes_i, comes_j = footing[i, k] if alone else turnout[i, k], footing[j, k] if alone else turnout[j, k]
            for_a = willing_team[i, k] + partner_reason(comes_j, sure_a, benefit)
            for_b = willing_team[j, k] + partner_reason(comes_i, sure_b, benefit)
            against_a = against_team[i, k] + tie_costs(apart, clash, seen_j, w_distance, w_conflict, w_risk)
            against_b = against_team[j, k] + tie_costs(apart, clash, seen_i, w_distance, w_conflict, w_risk)
            a_comes = needed & (u1[k] < engagement_chance(for_a, against_a, par[P.cooperation.beta, k]))
            b_comes = needed & (u2[k] < engagement_chance(for_b, against_b, par[P.cooperation.beta, k]))
            able = joint_capability(var[V.output, k], able_team[i, k], able_team[j, k], par[P.cooperation.usual_capability, k])
            wins = u3[k] < success_chance(
                0.5 * (sure_a + sure_b), able, ctx[C.complexity, k], clash, par[P.cooperation.success_base, k],
                par[P.cooperation.success_trust, k], par[P.cooperation.success_capability, k],
                par[P.cooperation.success_complexity, k], par[P.cooperation.success_conflict, k],
            )  # fmt: skip
            cases[e, k] = 1.0 if needed else 0.0
            came_a[e, k] = 1.0 if a_comes else 0.0
            came_b[e, k] = 1.0 if b_comes else 0.0
            joint[e, k] = 1.0 if a_comes & b_comes else 0.0
            success[e, k] = 1.0 if a_comes & b_comes & wins else 0.0


def draw_conclusions(
    tie_a: IndexArray, tie_b: IndexArray, par: NamedGrid, var: ChoiceRow, power: EntityGrid, present: EntityGrid, cases: EntityGrid, came_a: EntityGrid, came_b:
    EntityGrid, joint: EntityGrid, success: EntityGrid, harm: EntityGrid, goodwill: EntityGrid, trust_ab: EntityGrid, trust_ba: EntityGrid,
) -> None:
    """Trust each way of a tie: joint work that goes well builds it; being left alone breaks it, an honest failure less.

    A team that is harmed by a moved programme trusts those less who are not. Under generic trust, trust then follows what
    the trusting team's leaders give.
    """
    for e in range(tie_a.size):
        i, j = tie_a[e], tie_b[e]
        for k in range(par.shape[1]):
            gain, loss = par[P.trust.gain, k], par[P.trust.loss, k]
            bias, failure = par[P.trust.bias, k], par[P.trust.failure, k]
            good = success[e, k] > 0.0
            worked = joint[e, k] > 0.0
            here = present[e, k] > 0.0
            gain_a = weaker_side(gain, power[i, k], power[j, k], par[P.trust.domination, k])
            gain_b = weaker_side(gain, power[j, k], power[i, k], par[P.trust.domination, k])
            share = failure if worked else 1.0
            moved_ab = trust_after(var[V.trust, k], trust_ab[e, k], good, gain_a if good else gain * share, loss * share, bias)
            moved_ba = trust_after(var[V.trust, k], trust_ba[e, k], good, gain_b if good else gain * share, loss * share, bias)
            # a learns something of b when they worked, or when a came and b did not
            learns_a = worked | ((came_a[e, k] > 0.0) & (cases[e, k] > 0.0))
            learns_b = worked | ((came_b[e, k] > 0.0) & (cases[e, k] > 0.0))
            rest_ab = trust_decay(trust_ab[e, k], par[P.trust.resting, k], par[P.trust.fading, k])
            rest_ba = trust_decay(trust_ba[e, k], par[P.trust.resting, k], par[P.trust.fading, k])
            live = here & (var[V.trust, k] > 0)
            blame = par[P.taking_wider_view.harm_trust, k]
            after_ab = trust_after_harm(moved_ab if learns_a else rest_ab, harm[i, k], harm[j, k], blame)
            after_ba = trust_after_harm(moved_ba if learns_b else rest_ba, harm[j, k], harm[i, k], blame)
            generic, rate = var[V.leading, k] == GENERIC_TRUST, par[P.trust.leader_gain, k]
            given_ab = trust_by_giving(var[V.trust, k], after_ab, goodwill[i, k], rate, 1.0)
            given_ba = trust_by_giving(var[V.trust, k], after_ba, goodwill[j, k], rate, 1.0)
            after_ab, after_ba = given_ab if generic else after_ab, given_ba if generic else after_ba
            trust_ab[e, k] = after_ab if live else trust_ab[e, k]
            trust_ba[e, k] = after_ba if live else trust_ba[e, k]


def know_each_other(
    tie_a: IndexArray, tie_b: IndexArray, par: NamedGrid, var: ChoiceRow, power: EntityGrid, outlook: EntityGrid, bridged: EntityGrid, closing: EntityGrid,
    present: EntityGrid, joint: EntityGrid, success: EntityGrid, distance_first: EntityGrid, familiarity: EntityGrid, distance: EntityGrid, conflict_open:
    EntityGrid, quality: EntityGrid,
) -> None:
    """Quality of contact, felt distance, familiarity and open conflict of each tie."""
    for e in range(tie_a.size):
        i, j = tie_a[e], tie_b[e]
        for k in range(par.shape[1]):
            worked, good, here = joint[e, k] > 0.0, success[e, k] > 0.0, present[e, k] > 0.0
            differ = abs(outlook[i, k] - outlook[j, k])
            quality[e, k] = contact_quality(abs(power[i, k] - power[j, k]), differ, conflict_open[e, k]) if here else 0.0
            nearer = distance_after(
                distance[e, k], worked, good, quality[e, k], 0.5 * (bridged[i, k] + bridged[j, k]), par[P.contact.gain,
                k], par[P.contact.harm, k], par[P.contact.bridge, k],
            )  # fmt: skip
            settled = towards(nearer, distance_first[e, k], par[P.contact.drift, k])
            known = familiarity_after(
                familiarity[e, k], worked, par[P.contact.familiarity_gain, k], par[P.contact.familiarity_fading, k]
            )
            on = here & (var[V.contact, k] > 0)
            distance[e, k] = settled if on else distance[e, k]
            familiarity[e, k] = known if on else familiarity[e, k]
            friction = joint[e, k] * (1.0 - 0.5 * familiarity[e, k])
            clash = conflict_after(
                conflict_open[e, k], distance[e, k], friction, differ, 0.5 * (closing[i, k] + closing[j, k]),
                par[P.balancing_perspectives.conflict_opening, k],
            )  # fmt: skip
            conflict_open[e, k] = clash if here & (var[V.conflict, k] > 0) else conflict_open[e, k]


def tally(
    team_id: IndexArray, tie_start: IndexArray, tie_of: IndexArray, tie_side: IndexArray, rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, lever:
    NamedGrid, manner: EntityGrid, cases: EntityGrid, came_a: EntityGrid, came_b: EntityGrid, joint: EntityGrid, success: EntityGrid, quality: EntityGrid,
    conflict_open: EntityGrid, present: EntityGrid, safety: EntityGrid, chances: EntityGrid, came: EntityGrid, cases_joint: EntityGrid, contact_good: EntityGrid,
    held_skill: EntityGrid, turnout: EntityGrid, joined: EntityGrid, r0: LaneRow, r1: LaneRow, r2: LaneRow,
) -> None:
    """What a team's ties gave it this week: its name for turning up, how joint care is, good contact, held conflict."""
    for i in range(team_id.size):
        for k in range(par.shape[1]):
            chances[i, k] = 0.0
            came[i, k] = 0.0
            cases_joint[i, k] = 0.0
            r0[k] = 0.0  # successes
            r1[k] = 0.0  # open conflict
            r2[k] = 0.0  # ties
            contact_good[i, k] = 0.0
        for q in range(tie_start[i], tie_start[i + 1]):
            e, first = tie_of[q], tie_side[q] == 0
            for k in range(par.shape[1]):
                chances[i, k] += cases[e, k]
                came[i, k] += came_a[e, k] if first else came_b[e, k]
                cases_joint[i, k] += joint[e, k]
                r0[k] += success[e, k]
                contact_good[i, k] += quality[e, k] if success[e, k] > 0.0 else 0.0
                here = present[e, k] > 0.0
                r1[k] += conflict_open[e, k] if here else 0.0
                r2[k] += 1.0 if here else 0.0
        p, s, has = rel_post[2 * i], rel_post[2 * i + 1], rel_on[2 * i + 1] > 0
        for k in range(par.shape[1]):
            asked = max(1.0, chances[i, k])
            contact_good[i, k] = contact_good[i, k] / asked
            turnout[i, k] = turnout_after(turnout[i, k], came[i, k], chances[i, k], par[P.cooperation.turnout_rate, k])
            joined[i, k] = turnout_after(joined[i, k], r0[k], chances[i, k], par[P.service.joined_rate, k])
            open_here, gain = r1[k] / max(1.0, r2[k]), par[P.balancing_perspectives.held_gain, k]
            near = int(lever[L.conflict, p, k]) if manner[p, k] > 0.0 else AVOID
            far = int(lever[L.conflict, s, k]) if manner[s, k] > 0.0 else AVOID
            held_skill[i, k] = message_heard(
                conflict_learning(near, open_here, safety[i, k], gain), conflict_learning(far, open_here, safety[i, k], gain),
                par[P.inspiring_intent.system_weight, k], has,
            )  # fmt: skip
