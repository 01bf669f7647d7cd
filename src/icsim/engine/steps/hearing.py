"""Step 4: teams hear their leaders through trust in them: expectation, intent, clarity, reasons, identity, outlook."""

from icsim.engine.array_types import ChoiceRow, EntityGrid, IndexArray, LaneRow, NamedGrid
from icsim.engine.index import GENERIC_TRUST, C, L, P, V
from icsim.rules.arithmetic import towards
from icsim.rules.balancing_perspectives import presence, territoriality_target
from icsim.rules.clarifying_complexity import clarity_after, reason_after
from icsim.rules.commitment_to_learning import willingness_target
from icsim.rules.creating_conditions import delivered_after
from icsim.rules.inspiring_intent import (
    credibility_after,
    expectation_after,
    expectation_gap,
    felt_respect,
    intent_target,
    message_heard,
    own_identity_after,
    partnership_value_after,
    referent_after,
    shared_identity_after,
)
from icsim.rules.inspiring_intent import message_reach as reach_of
from icsim.rules.opinion import influence_weight, outlook_after, with_common_goal
from icsim.rules.trust import trust_by_giving, trust_in_leader_week, week_against_leader, week_for_leader
from icsim.rules.voice import safety_target


def be_seen(post_id: IndexArray, par: NamedGrid, lever: NamedGrid, pace: EntityGrid, referent: EntityGrid) -> None:
    """Referent power grows with being there."""
    for p in range(post_id.size):
        for k in range(par.shape[1]):
            exposure = pace[p, k] * lever[L.visibility, p, k]
            referent[p, k] = referent_after(referent[p, k], exposure, par[P.inspiring_intent.referent_growth, k])


def judge_leaders(
    rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, var: ChoiceRow, lever: NamedGrid, pace: EntityGrid, manner: EntityGrid, referent: EntityGrid,
    credible: EntityGrid, seen: EntityGrid, vacant: EntityGrid, giving: EntityGrid, gap: EntityGrid, ceiling: EntityGrid, trust_leading: EntityGrid, credibility:
    EntityGrid,
) -> None:
    """Each leading relation: trust in the leader after this week, and credibility."""
    for r in range(rel_post.size):
        p, i = rel_post[r], r // 2
        for k in range(par.shape[1]):
            visibility = pace[p, k] * lever[L.visibility, p, k]
            authenticity = lever[L.authenticity, p, k]
            kept = week_for_leader(visibility, authenticity, credibility[r, k], referent[p, k])
            broken = week_against_leader(
                pace[p, k] * lever[L.vision, p, k], authenticity, gap[i, k], manner[p, k] * lever[L.threat, p, k],
                seen[p, k], par[P.trust.against_words, k], par[P.trust.against_gap, k], par[P.trust.against_threat, k],
                par[P.trust.against_sectional, k],
            )  # fmt: skip
            trusted = trust_in_leader_week(
                var[V.trust, k], trust_leading[r, k], kept, broken, par[P.trust.leader_gain, k],
                par[P.trust.leader_loss, k], par[P.trust.bias, k], ceiling[r, k],
            )  # fmt: skip
            by_giving = trust_by_giving(
                var[V.trust, k], trust_leading[r, k], giving[p, k], par[P.trust.leader_gain, k], ceiling[r, k]
            )
            trusted = by_giving if var[V.leading, k] == GENERIC_TRUST else trusted
            there = (vacant[p, k] <= 0.0) & (rel_on[r] > 0)
            believed = credibility_after(
                credibility[r, k], credible[p, k], gap[i, k], par[P.inspiring_intent.credibility_loss, k],
                par[P.inspiring_intent.credibility_recovery, k],
            )  # fmt: skip
            trust_leading[r, k] = trusted if there else trust_leading[r, k]
            credibility[r, k] = believed if there else credibility[r, k]


def reach_teams(
    rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, lever: NamedGrid, pace: EntityGrid, vacant: EntityGrid, trust_leading: EntityGrid, reach: EntityGrid,
) -> None:
    """What of each leader gets through. A step of its own, as are others below: what a team reasons can then be held."""
    for r in range(rel_post.size):
        p = rel_post[r]
        for k in range(par.shape[1]):
            visibility = pace[p, k] * lever[L.visibility, p, k]
            through = reach_of(visibility, trust_leading[r, k], par[P.inspiring_intent.reach_floor, k])
            reach[r, k] = through if (vacant[p, k] <= 0.0) & (rel_on[r] > 0) else 0.0


def hear_promises(
    team_org: IndexArray, rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, var: ChoiceRow, lever: NamedGrid, pace: EntityGrid, reach: EntityGrid,
    credibility: EntityGrid, power: EntityGrid, conditions: EntityGrid, joined: EntityGrid, respect: EntityGrid, expectation: EntityGrid, delivered: EntityGrid,
    gap: EntityGrid, heard_vision: EntityGrid,
) -> None:
    """The vision heard raises expectations; what is delivered answers them."""
    for i in range(team_org.size):
        a, b, has, o = 2 * i, 2 * i + 1, rel_on[2 * i + 1] > 0, team_org[i]
        p, s = rel_post[a], rel_post[b]
        for k in range(par.shape[1]):
            w = par[P.inspiring_intent.system_weight, k]
            near, far = reach[a, k] * pace[p, k], reach[b, k] * pace[s, k]
            vision = message_heard(
                near * lever[L.vision, p, k] * credibility[a, k], far * lever[L.vision, s, k] * credibility[b, k], w, has
            )
            recognised = message_heard(near * lever[L.recognition, p, k], far * lever[L.recognition, s, k], w, has)
            respect[i, k] = felt_respect(recognised, power[i, k], par[P.inspiring_intent.respect_status, k])
            gain, fading = par[P.inspiring_intent.expectation_gain, k], par[P.inspiring_intent.expectation_fading, k]
            expected = expectation_after(expectation[i, k], vision, gain, fading)
            now = delivered_after(
                delivered[i, k], conditions[o, k], joined[i, k], par[P.inspiring_intent.delivery_conditions, k],
                par[P.inspiring_intent.delivery_rate, k],
            )  # fmt: skip
            expectation[i, k] = expected if var[V.expectation, k] > 0 else expectation[i, k]
            delivered[i, k] = now if var[V.conditions, k] > 0 else delivered[i, k]
            gap[i, k] = expectation_gap(expectation[i, k], delivered[i, k])
            heard_vision[i, k] = vision


def form_intent(
    team_id: IndexArray, par: NamedGrid, var: ChoiceRow, heard_vision: EntityGrid, delivered: EntityGrid, gap: EntityGrid, respect: EntityGrid, intent: EntityGrid,
) -> None:
    """Intent follows from the vision heard, what is delivered of it, and respect."""
    for i in range(team_id.size):
        for k in range(par.shape[1]):
            target = intent_target(
                heard_vision[i, k], delivered[i, k], gap[i, k], respect[i, k], par[P.inspiring_intent.intent_floor, k],
                par[P.inspiring_intent.intent_vision, k], par[P.inspiring_intent.intent_delivered, k],
                par[P.inspiring_intent.intent_gap, k], par[P.inspiring_intent.intent_respect, k],
            )  # fmt: skip
            meant = towards(intent[i, k], target, par[P.inspiring_intent.intent_rate, k])
            intent[i, k] = meant if var[V.intent, k] > 0 else intent[i, k]


def hear_reasons(
    team_id: IndexArray, rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, ctx: NamedGrid, var: ChoiceRow, lever: NamedGrid, pace: EntityGrid,
    reach: EntityGrid, arriving_change: EntityGrid, lines: EntityGrid, clarity: EntityGrid, reason_understood: EntityGrid,
) -> None:
    """Who decides and why: said by leaders, lost to change and to split reporting lines."""
    for i in range(team_id.size):
        a, b, has = 2 * i, 2 * i + 1, rel_on[2 * i + 1] > 0
        p, s = rel_post[a], rel_post[b]
        for k in range(par.shape[1]):
            w = par[P.inspiring_intent.system_weight, k]
            near, far = reach[a, k] * pace[p, k], reach[b, k] * pace[s, k]
            structure = message_heard(near * lever[L.structure, p, k], far * lever[L.structure, s, k], w, has)
            explained = message_heard(near * lever[L.explanation, p, k], far * lever[L.explanation, s, k], w, has)
            clear = clarity_after(
                clarity[i, k], reason_understood[i, k], structure, explained, ctx[C.policy_detail, k], arriving_change[i, k],
                lines[i, k], ctx[C.complexity, k], par[P.clarifying_complexity.clarity_gain, k], par[P.clarifying_complexity.churn,
                k], par[P.clarifying_complexity.fog, k], par[P.clarifying_complexity.split, k],
                par[P.clarifying_complexity.reason_offset, k], par[P.clarifying_complexity.translation, k],
            )  # fmt: skip
            known = reason_after(
                reason_understood[i, k], explained, arriving_change[i, k], lines[i, k],
                par[P.clarifying_complexity.reason_gain, k], par[P.clarifying_complexity.reason_loss, k],
                par[P.clarifying_complexity.reason_lines, k], par[P.clarifying_complexity.reason_fading, k],
            )  # fmt: skip
            on = var[V.clarity, k] > 0
            clarity[i, k] = clear if on else clarity[i, k]
            reason_understood[i, k] = known if on else reason_understood[i, k]


def hear_who_we_are(
    team_id: IndexArray, rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, ctx: NamedGrid, var: ChoiceRow, lever: NamedGrid, pace: EntityGrid,
    manner: EntityGrid, reach: EntityGrid, contact_good: EntityGrid, identity_own: EntityGrid, identity_shared: EntityGrid, identity_threat: EntityGrid,
) -> None:
    """Own and shared identity, and the threat between them."""
    for i in range(team_id.size):
        a, b, has = 2 * i, 2 * i + 1, rel_on[2 * i + 1] > 0
        p, s = rel_post[a], rel_post[b]
        for k in range(par.shape[1]):
            w = par[P.inspiring_intent.system_weight, k]
            near, far = reach[a, k] * pace[p, k], reach[b, k] * pace[s, k]
            worry = message_heard(near * lever[L.acknowledge, p, k], far * lever[L.acknowledge, s, k], w, has)
            near_frame, far_frame = reach[a, k] * manner[p, k], reach[b, k] * manner[s, k]
            collective = message_heard(
                near_frame if lever[L.framing, p, k] == 1.0 else 0.0, far_frame if lever[L.framing, s, k] == 1.0 else 0.0, w, has
            )
            relational = message_heard(
                near_frame if lever[L.framing, p, k] == 2.0 else 0.0, far_frame if lever[L.framing, s, k] == 2.0 else 0.0, w, has
            )
            own = own_identity_after(
                identity_own[i, k], ctx[C.culture_at_stake, k], worry, collective,
                par[P.inspiring_intent.identity_erosion, k], par[P.inspiring_intent.identity_healing, k],
                par[P.inspiring_intent.identity_comfort, k], par[P.inspiring_intent.collective_loss, k],
            )  # fmt: skip
            shared = shared_identity_after(
                identity_shared[i, k], relational, collective, contact_good[i, k],
                par[P.inspiring_intent.relational_gain, k], par[P.inspiring_intent.collective_gain, k],
                par[P.inspiring_intent.contact_gain, k], par[P.inspiring_intent.shared_fading, k],
            )  # fmt: skip
            on = var[V.identity, k] > 0
            identity_own[i, k] = own if on else identity_own[i, k]
            identity_shared[i, k] = shared if on else identity_shared[i, k]
            identity_threat[i, k] = 1.0 - identity_own[i, k]


def guard_and_value(
    team_id: IndexArray, rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, ctx: NamedGrid, var: ChoiceRow, lever: NamedGrid, pace: EntityGrid,
    reach: EntityGrid, job_fear: EntityGrid, intent: EntityGrid, identity_shared: EntityGrid, identity_threat: EntityGrid, territoriality: EntityGrid,
    partnership_team: EntityGrid,
) -> None:
    """Guarding one's patch, and partnership as a value: what follows from who a team feels it is."""
    for i in range(team_id.size):
        a, b, has = 2 * i, 2 * i + 1, rel_on[2 * i + 1] > 0
        p, s = rel_post[a], rel_post[b]
        for k in range(par.shape[1]):
            near, far = reach[a, k] * pace[p, k], reach[b, k] * pace[s, k]
            w = par[P.inspiring_intent.system_weight, k]
            worry = message_heard(near * lever[L.acknowledge, p, k], far * lever[L.acknowledge, s, k], w, has)
            in_groups = presence(
                pace[p, k] * lever[L.joint_groups, p, k], ctx[C.protected_time, k], par[P.balancing_perspectives.presence_half, k],
                par[P.balancing_perspectives.presence_stolen, k],
            )
            guarded = territoriality_target(
                identity_threat[i, k], identity_shared[i, k], ctx[C.silo_funding, k], job_fear[i, k], in_groups,
                par[P.balancing_perspectives.territory_threat, k], par[P.balancing_perspectives.territory_shared, k],
                par[P.balancing_perspectives.territory_silo, k], par[P.balancing_perspectives.territory_fear, k],
                par[P.balancing_perspectives.territory_presence, k],
            )  # fmt: skip
            moved = towards(territoriality[i, k], guarded, par[P.balancing_perspectives.territory_rate, k])
            territoriality[i, k] = moved if var[V.territoriality, k] > 0 else territoriality[i, k]
            partnership_team[i, k] = partnership_value_after(
                partnership_team[i, k], intent[i, k], identity_threat[i, k], worry, par[P.inspiring_intent.value_rate,
                k], par[P.inspiring_intent.value_threat, k], par[P.inspiring_intent.value_heard, k],
            )  # fmt: skip


def feel_safe_and_willing(
    team_id: IndexArray, rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, var: ChoiceRow, lever: NamedGrid, pace: EntityGrid, manner: EntityGrid,
    reach: EntityGrid, job_fear: EntityGrid, fairness: EntityGrid, morale: EntityGrid, overload: EntityGrid, safety: EntityGrid, willingness: EntityGrid,
) -> None:
    """Safety to speak and willingness to try, as leaders and circumstances support them."""
    for i in range(team_id.size):
        a, b, has = 2 * i, 2 * i + 1, rel_on[2 * i + 1] > 0
        p, s = rel_post[a], rel_post[b]
        for k in range(par.shape[1]):
            w = par[P.inspiring_intent.system_weight, k]
            near, far = reach[a, k] * pace[p, k], reach[b, k] * pace[s, k]
            social = message_heard(near * lever[L.social_skill, p, k], far * lever[L.social_skill, s, k], w, has)
            threat = message_heard(manner[p, k] * lever[L.threat, p, k], manner[s, k] * lever[L.threat, s, k], w, has)
            learning = message_heard(near * lever[L.own_learning, p, k], far * lever[L.own_learning, s, k], w, has)
            safe = safety_target(
                social, threat, job_fear[i, k], fairness[i, k], par[P.voice.safety_base, k], par[P.voice.safety_social,
                k], par[P.voice.safety_threat, k], par[P.voice.safety_fear, k], par[P.voice.safety_fairness, k],
            )  # fmt: skip
            ready = willingness_target(
                learning, morale[i, k], overload[i, k], par[P.commitment_to_learning.willing_base, k],
                par[P.commitment_to_learning.willing_learning, k], par[P.commitment_to_learning.willing_morale, k],
                par[P.commitment_to_learning.willing_overload, k],
            )  # fmt: skip
            safer = towards(safety[i, k], safe, par[P.voice.safety_rate, k])
            safety[i, k] = safer if var[V.voice, k] > 0 else safety[i, k]
            readier = towards(willingness[i, k], ready, par[P.commitment_to_learning.willing_rate, k])
            willingness[i, k] = readier if var[V.innovation, k] > 0 else willingness[i, k]


def hear_each_other(
    team_id: IndexArray, tie_a: IndexArray, tie_b: IndexArray, tie_start: IndexArray, tie_of: IndexArray, tie_side: IndexArray, rel_post: IndexArray,
    rel_on: IndexArray, par: NamedGrid, var: ChoiceRow, lever: NamedGrid, pace: EntityGrid, reach: EntityGrid, trust_ab: EntityGrid, trust_ba: EntityGrid,
    present: EntityGrid, influence: EntityGrid, outlook: EntityGrid, outlook_first: EntityGrid, fairness: EntityGrid, outlook_next: EntityGrid,
    fairness_next: EntityGrid, contact: EntityGrid, r0: LaneRow, r1: LaneRow, r2: LaneRow, r3: LaneRow, r4: LaneRow,
) -> None:
    """What teams take from the teams they know: views of what is best, and word of how others were treated.

    Writes outlook_next, fairness_next (what is heard of others' fairness) and contact; a later step moves on.
    """
    for i in range(team_id.size):
        for k in range(par.shape[1]):
            r0[k] = 0.0  # weights
            r1[k] = 0.0  # weighted outlooks
            r2[k] = 0.0  # trust given, which is also the weight of hearsay
            r3[k] = 0.0  # hearsay
            r4[k] = 0.0  # trust received
        for q in range(tie_start[i], tie_start[i + 1]):
            e, first = tie_of[q], tie_side[q] == 0
            j = tie_b[e] if first else tie_a[e]
            for k in range(par.shape[1]):
                here = present[e, k] > 0.0
                given = trust_ab[e, k] if first else trust_ba[e, k]
                received = trust_ba[e, k] if first else trust_ab[e, k]
                weight = influence_weight(influence[j, k], given)
                r0[k] += weight if here else 0.0
                r1[k] += weight * outlook[j, k] if here else 0.0
                r2[k] += given if here else 0.0
                r3[k] += given * fairness[j, k] if here else 0.0
                r4[k] += received if here else 0.0
        a, b, has = 2 * i, 2 * i + 1, rel_on[2 * i + 1] > 0
        p, s = rel_post[a], rel_post[b]
        for k in range(par.shape[1]):
            others = r1[k] / r0[k] if r0[k] > 0.0 else outlook[i, k]
            view = outlook_after(
                var[V.opinion, k], outlook[i, k], outlook_first[i, k], others, par[P.opinion.openness, k],
                par[P.opinion.rate, k], par[P.opinion.confidence, k],
            )  # fmt: skip
            goals = message_heard(
                reach[a, k] * pace[p, k] * lever[L.common_goals, p, k], reach[b, k] * pace[s, k] * lever[L.common_goals,
                s, k], par[P.inspiring_intent.system_weight, k], has,
            )  # fmt: skip
            outlook_next[i, k] = with_common_goal(view, par[P.opinion.goal, k], goals, par[P.opinion.goal_pull, k])
            fairness_next[i, k] = r3[k] / r2[k] if r2[k] > 0.0 else fairness[i, k]
            contact[i, k] = r4[k]
