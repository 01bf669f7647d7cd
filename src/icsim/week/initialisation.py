"""Before the first week: what follows from settings, and where every state stands.

The `derive` steps run again when a timeline event changes settings; the `begin` steps run once.
"""

from icsim.rules.contact import acquaintance_chance, first_distance
from icsim.rules.inspiring_intent import credibility_base
from icsim.rules.leader_time import with_spread
from icsim.rules.opinion import first_outlook
from icsim.rules.people import as_read, stable_trait
from icsim.rules.trust import first_trust_in_leader
from icsim.rules.working_with_power import effective_power
from icsim.week.array_types import ChoiceRow, EntityGrid, IndexArray, LaneRow, NamedGrid
from icsim.week.index import C, P, V
from icsim.week.rng import Process, draw4, draw_rows

TRAIT, EXIT, OUTLOOK, DEMAND = int(Process.TRAIT), int(Process.EXIT), int(Process.OUTLOOK), int(Process.DEMAND)
PEOPLE, CHEMISTRY = int(Process.PEOPLE), int(Process.CHEMISTRY)
MOST_TIES = 12.0  # ties a team has on average when every tie that could open has opened: it bounds the memory of a world


def derive_power(power_given: LaneRow, power_mean: LaneRow, par: NamedGrid, ctx: NamedGrid, power: EntityGrid) -> None:
    """Power of each team under this lane's imbalance."""
    for i in range(power_given.size):
        for k in range(par.shape[1]):
            power[i, k] = effective_power(
                power_given[i], power_mean[0], ctx[C.power_imbalance, k], par[P.working_with_power.least_power, k]
            )


def derive_distance(
    tie_a: IndexArray, tie_difference: LaneRow, tie_profession: IndexArray, par: NamedGrid, ctx: NamedGrid,
    distance_first: EntityGrid,
) -> None:  # fmt: skip
    """Distance of each tie before anybody met."""
    for e in range(tie_a.size):
        for k in range(par.shape[1]):
            distance_first[e, k] = first_distance(
                tie_difference[e], ctx[C.cultural_distance, k], tie_profession[e] > 0, par[P.start.profession_distance, k]
            )


def derive_groups(post_difference: LaneRow, ctx: NamedGrid, group_distance: EntityGrid) -> None:
    """Distance between a leader's home and the partners in the joint groups."""
    for p in range(post_difference.size):
        for k in range(ctx.shape[1]):
            group_distance[p, k] = first_distance(post_difference[p], ctx[C.cultural_distance, k], False, 0.0)


def derive_people(
    team_id: IndexArray, size: LaneRow, structures: IndexArray, par: NamedGrid, var: ChoiceRow, affectivity: EntityGrid,
    trusting: EntityGrid, ability: EntityGrid, habit: EntityGrid, u0: LaneRow, u1: LaneRow, u2: LaneRow, u3: LaneRow,
) -> None:  # fmt: skip
    """What the people of each team are like, and its habits."""
    for i in range(team_id.size):
        draw_rows(PEOPLE, 0, team_id[i], 0, structures, u0, u1, u2, u3)
        for k in range(par.shape[1]):
            differ = var[V.people, k] > 0
            affectivity[i, k] = stable_trait(u0[k], par[P.people.disposition, k], size[i]) if differ else 0.0
            trusting[i, k] = stable_trait(u1[k], par[P.people.disposition, k], size[i]) if differ else 0.0
            ability[i, k] = stable_trait(u2[k], par[P.people.ability, k], size[i]) if differ else 0.0
            habit[i, k] = stable_trait(u3[k], par[P.people.habit, k], 1.0) if differ else 0.0


def derive_chemistry(
    tie_id_a: IndexArray, tie_id_b: IndexArray, structures: IndexArray, par: NamedGrid, var: ChoiceRow, chemistry: EntityGrid,
    u0: LaneRow, u1: LaneRow, u2: LaneRow, u3: LaneRow,
) -> None:  # fmt: skip
    """What each pair of teams has for each other or against."""
    for e in range(tie_id_a.size):
        draw_rows(CHEMISTRY, 0, tie_id_a[e], tie_id_b[e], structures, u0, u1, u2, u3)
        for k in range(par.shape[1]):
            chemistry[e, k] = stable_trait(u0[k], par[P.people.habit, k], 1.0) if var[V.people, k] > 0 else 0.0


def derive_practice(
    post_id: IndexArray, structures: IndexArray, lever_id: IndexArray, lever_ranked: IndexArray, lever_set: NamedGrid,
    incumbent: EntityGrid, spread: EntityGrid, practice: NamedGrid,
) -> None:  # fmt: skip
    """What each incumbent does of every lever: the tier's value, or the leader's own, at the leader's rank."""
    for p in range(post_id.size):
        for k in range(spread.shape[1]):
            for m in range(lever_id.size):
                value = lever_set[m, p, k]
                if lever_ranked[m] > 0:
                    rank = draw4(TRAIT, int(incumbent[p, k]), post_id[p], lever_id[m], structures[k % structures.size])[0]
                    value = with_spread(value, rank, spread[p, k])
                practice[m, p, k] = value


def begin_posts(
    post_id: IndexArray, seeds: IndexArray, par: NamedGrid, cross_sector: EntityGrid, past_success: EntityGrid,
    personality: EntityGrid, values_first: EntityGrid, base_credibility: EntityGrid, values: EntityGrid, exit_draw: EntityGrid,
    survival: EntityGrid, leader_strain: EntityGrid, loyalty_strain: EntityGrid, sectional: EntityGrid,
    perceived_sectional: EntityGrid, belief_error: EntityGrid, partnership_leader: EntityGrid, risk_aversion: EntityGrid,
    short_termism: EntityGrid, referent: EntityGrid, misfit: EntityGrid, time_share: EntityGrid, practice_pace: EntityGrid,
    in_post: EntityGrid, u0: LaneRow, u1: LaneRow, u2: LaneRow, u3: LaneRow,
) -> None:  # fmt: skip
    """The first incumbents, in post with all their time."""
    for p in range(post_id.size):
        draw_rows(EXIT, 0, post_id[p], 0, seeds, u0, u1, u2, u3)
        for k in range(par.shape[1]):
            exit_draw[p, k] = u0[k]
            time_share[p, k] = 1.0
            practice_pace[p, k] = 1.0
            in_post[p, k] = 1.0
            survival[p, k] = 1.0
            base_credibility[p, k] = credibility_base(cross_sector[p, k], past_success[p, k], personality[p, k])
            values[p, k] = values_first[p, k]
            leader_strain[p, k] = par[P.start.leader_strain, k]
            loyalty_strain[p, k] = par[P.start.loyalty_strain, k]
            sectional[p, k] = par[P.start.sectional, k]
            perceived_sectional[p, k] = par[P.start.seen, k]
            belief_error[p, k] = par[P.start.belief_error, k]
            partnership_leader[p, k] = par[P.start.partnership, k]
            risk_aversion[p, k] = par[P.start.risk_aversion, k]
            short_termism[p, k] = par[P.start.short_termism, k]
            referent[p, k] = par[P.start.referent, k]
            misfit[p, k] = par[P.start.misfit, k]


def begin_relations(
    rel_post: IndexArray, rel_team: IndexArray, rel_on: IndexArray, par: NamedGrid, base_credibility: EntityGrid,
    trusting: EntityGrid, trust_leading: EntityGrid, credibility: EntityGrid, trust_ceiling: EntityGrid,
) -> None:  # fmt: skip
    """Trust in the first incumbents."""
    for r in range(rel_post.size):
        p = rel_post[r]
        for k in range(par.shape[1]):
            credibility[r, k] = base_credibility[p, k]
            trust_ceiling[r, k] = 1.0
            trusted = first_trust_in_leader(par[P.start.trust_leading, k], base_credibility[p, k])
            trust_leading[r, k] = as_read(trusted, trusting[rel_team[r], k]) if rel_on[r] > 0 else 0.0


def begin_minds(
    team_id: IndexArray, team_values: LaneRow, structures: IndexArray, par: NamedGrid, outlook_first: EntityGrid,
    outlook: EntityGrid, uneven: EntityGrid, intent: EntityGrid, expectation: EntityGrid, delivered: EntityGrid,
    ownership: EntityGrid, clarity: EntityGrid, reason_understood: EntityGrid, safety: EntityGrid, fairness: EntityGrid,
    morale: EntityGrid, u0: LaneRow, u1: LaneRow, u2: LaneRow, u3: LaneRow,
) -> None:  # fmt: skip
    """What each team thinks and feels before the first week."""
    for i in range(team_id.size):
        draw_rows(DEMAND, 0, team_id[i], 0, structures, u0, u1, u2, u3)
        for k in range(par.shape[1]):
            uneven[i, k] = u0[k]
        draw_rows(OUTLOOK, 0, team_id[i], 0, structures, u0, u1, u2, u3)
        for k in range(par.shape[1]):
            lean, spread = par[P.opinion.culture_lean, k], par[P.opinion.first_spread, k]
            outlook_first[i, k] = first_outlook(team_values[i], u0[k], lean, spread)
            outlook[i, k] = outlook_first[i, k]
            intent[i, k] = par[P.start.intent, k]
            expectation[i, k] = par[P.start.expectation, k]
            delivered[i, k] = par[P.start.delivered, k]
            ownership[i, k] = par[P.start.ownership, k]
            clarity[i, k] = par[P.start.clarity, k]
            reason_understood[i, k] = par[P.start.reason_understood, k]
            safety[i, k] = par[P.start.safety, k]
            fairness[i, k] = par[P.start.fairness, k]
            morale[i, k] = par[P.start.morale, k]


def begin_teams(
    team_id: IndexArray, par: NamedGrid, ctx: NamedGrid, power: EntityGrid, ability: EntityGrid, territoriality: EntityGrid,
    identity_own: EntityGrid, identity_shared: EntityGrid, identity_threat: EntityGrid, influence: EntityGrid,
    skill: EntityGrid, willingness: EntityGrid, backlog: EntityGrid, staff_strain: EntityGrid, attendance: EntityGrid,
    job_fear: EntityGrid, turnout_reputation: EntityGrid, joined_up_care: EntityGrid, partnership_team: EntityGrid,
    reporting_lines: EntityGrid, r0: LaneRow,
) -> None:  # fmt: skip
    """Where each team stands before the first week; the say is shared by power."""
    for k in range(par.shape[1]):
        r0[k] = 0.0
    for i in range(team_id.size):
        for k in range(par.shape[1]):
            r0[k] += power[i, k]
            territoriality[i, k] = par[P.start.territoriality, k]
            identity_own[i, k] = par[P.start.identity_own, k]
            identity_shared[i, k] = par[P.start.identity_shared, k]
            identity_threat[i, k] = 1.0 - identity_own[i, k]
            skill[i, k] = as_read(ctx[C.initial_skill, k], ability[i, k])
            willingness[i, k] = par[P.start.willingness, k]
            backlog[i, k] = par[P.start.backlog, k]
            staff_strain[i, k] = par[P.start.staff_strain, k]
            attendance[i, k] = par[P.start.attendance, k]
            job_fear[i, k] = par[P.start.job_fear, k]
            turnout_reputation[i, k] = par[P.start.turnout, k]
            joined_up_care[i, k] = par[P.start.joined, k]
            partnership_team[i, k] = par[P.start.partnership, k]
            reporting_lines[i, k] = 1.0
    for i in range(team_id.size):
        for k in range(par.shape[1]):
            influence[i, k] = power[i, k] / r0[k]


def begin_ties(
    tie_a: IndexArray, tie_b: IndexArray, tie_across: IndexArray, tie_bound: IndexArray, tie_together: LaneRow,
    tie_difference: LaneRow, team_count: LaneRow, par: NamedGrid, ctx: NamedGrid, trusting: EntityGrid, tie_luck: EntityGrid,
    open_luck: EntityGrid,
    distance_first: EntityGrid, present: EntityGrid, openable: EntityGrid, unopened: EntityGrid, trust_ab: EntityGrid,
    trust_ba: EntityGrid, familiarity: EntityGrid, distance: EntityGrid, conflict_open: EntityGrid,
) -> None:  # fmt: skip
    """Which teams know each other before the first week, and which could be brought together.

    Teams of one leader always know each other; teams of one joint group can always be brought together.
    """
    for e in range(tie_a.size):
        for k in range(par.shape[1]):
            share = ctx[C.prior_ties, k] if tie_across[e] > 0 else par[P.start.within_ties, k]
            known = tie_luck[e, k] < acquaintance_chance(share, tie_difference[e], par[P.start.homophily, k])
            present[e, k] = 1.0 if known | (tie_bound[e] > 0) else 0.0
            could = open_luck[e, k] * (team_count[0] - 1.0) < MOST_TIES
            openable[e, k] = 1.0 if could | (tie_together[e] > 0.0) else 0.0
            unopened[e, k] = 1.0
            trust_ab[e, k] = as_read(ctx[C.initial_trust, k], trusting[tie_a[e], k])
            trust_ba[e, k] = as_read(ctx[C.initial_trust, k], trusting[tie_b[e], k])
            familiarity[e, k] = par[P.start.familiarity, k] if present[e, k] > 0.0 else 0.0
            distance[e, k] = distance_first[e, k]
            conflict_open[e, k] = par[P.start.conflict_open, k] if present[e, k] > 0.0 else 0.0


def begin_others(
    lt_a: IndexArray, org_first: LaneRow, ug_id: IndexArray, par: NamedGrid, lead_ab: EntityGrid, lead_ba: EntityGrid,
    conditions: EntityGrid, user_experience: EntityGrid, user_fit: EntityGrid, user_joined: EntityGrid,
) -> None:  # fmt: skip
    """Leaders among leaders, organisations and the people served."""
    for e in range(lt_a.size):
        for k in range(par.shape[1]):
            lead_ab[e, k] = par[P.start.leader_trust, k]
            lead_ba[e, k] = par[P.start.leader_trust, k]
    for o in range(org_first.size):
        for k in range(par.shape[1]):
            conditions[o, k] = org_first[o]
    for g in range(ug_id.size):
        for k in range(par.shape[1]):
            user_experience[g, k] = par[P.start.user_experience, k]
            user_fit[g, k] = par[P.start.user_fit, k]
            user_joined[g, k] = par[P.start.joined, k]
