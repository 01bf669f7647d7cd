"""Step 5, the other side: how teams take the decisions that concern them."""

from icsim.engine.array_types import ChoiceRow, EntityGrid, IndexArray, NamedGrid
from icsim.engine.index import P, V
from icsim.rules.fairness import bounded_change, consideration, fairness_change, status_weighted
from icsim.rules.trust import credit_to_leader
from icsim.rules.working_with_power import acceptance_of, delivered_by_decision, ownership_after, weight_of_matter


def take_decisions(
    team_id: IndexArray, rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, var: ChoiceRow, power: EntityGrid, proposed: EntityGrid, mode: EntityGrid,
    stakes: EntityGrid, urgent: EntityGrid, position: EntityGrid, fairness: EntityGrid, felt: EntityGrid, found: EntityGrid, fair: EntityGrid,
) -> None:
    """Fairness after a team's leaders decided, the near leader first: what is felt of each, and how fair it then is."""
    for i in range(team_id.size):
        for tier in range(2):
            r = 2 * i + tier
            p = rel_post[r]
            if rel_on[r] > 0:
                for k in range(par.shape[1]):
                    way = int(mode[p, k])
                    on = way > 0
                    own = consideration(position[p, k], proposed[r, k], par[P.fairness.tolerance, k])
                    change = fairness_change(
                        var[V.fairness, k], way != 4, own, urgent[p, k] > 0.0, par[P.fairness.gain, k], par[P.fairness.pain, k],
                        par[P.fairness.voice_value, k], par[P.fairness.told, k],
                    )  # fmt: skip
                    fair_or_not = stakes[p, k] * status_weighted(change, power[i, k], par[P.fairness.entitlement, k])
                    after = bounded_change(fairness[i, k], fair_or_not)
                    felt[r, k] = fair_or_not if on else 0.0
                    found[r, k] = own if on else 0.0
                    fairness[i, k] = after if on else fairness[i, k]
                    fair[r, k] = fairness[i, k]


def carry_decisions(
    team_id: IndexArray, rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, var: ChoiceRow, mode: EntityGrid, stakes: EntityGrid, about: EntityGrid,
    quality_sum: EntityGrid, done: EntityGrid, persuasive: EntityGrid, found: EntityGrid, fair: EntityGrid, ownership: EntityGrid, delivered: EntityGrid, clarity:
    EntityGrid, accepted: EntityGrid, asked_accept: EntityGrid, brought: EntityGrid,
) -> None:
    """Acceptance and ownership, and with them what is delivered and how clear things are.

    A step of its own, for how fair it is to a team can be held, and acceptance follows from it.
    """
    for i in range(team_id.size):
        for k in range(par.shape[1]):
            accepted[i, k] = 0.0
            asked_accept[i, k] = 0.0
        for tier in range(2):
            r = 2 * i + tier
            p = rel_post[r]
            if rel_on[r] > 0:
                for k in range(par.shape[1]):
                    way = int(mode[p, k])
                    on = way > 0
                    agreed = acceptance_of(fair[r, k], found[r, k], persuasive[p, k], par[P.working_with_power.accept_fair, k])
                    owned = ownership_after(
                        ownership[i, k], way, found[r, k], stakes[p, k], par[P.working_with_power.shared_gain, k],
                        par[P.working_with_power.consulted_gain, k], par[P.working_with_power.told_loss, k],
                    )  # fmt: skip
                    size = stakes[p, k] * done[p, k]
                    impact = par[P.working_with_power.impact, k]
                    better = delivered_by_decision(
                        delivered[i, k], size, quality_sum[p, k], agreed, impact * weight_of_matter(int(about[p, k]), 1)
                    )
                    clear = delivered_by_decision(
                        clarity[i, k], size, quality_sum[p, k], agreed, impact * weight_of_matter(int(about[p, k]), 0)
                    )
                    brought[r, k] = better - delivered[i, k] if var[V.conditions, k] > 0 else 0.0
                    ownership[i, k] = owned if on else ownership[i, k]
                    delivered[i, k] = better if on & (var[V.conditions, k] > 0) else delivered[i, k]
                    clarity[i, k] = clear if on & (var[V.clarity, k] > 0) else clarity[i, k]
                    accepted[i, k] += agreed if on else 0.0
                    asked_accept[i, k] += 1.0 if on else 0.0


def respond_to_decisions(
    team_id: IndexArray, rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, var: ChoiceRow, mode: EntityGrid, ceiling: EntityGrid, felt: EntityGrid,
    brought: EntityGrid, morale: EntityGrid, trust_leading: EntityGrid,
) -> None:
    """Morale and trust in the leader, after what was felt of a decision and what it brought.

    A step of its own, for what is felt is the reasoning, which can be held, and this is what follows from it.
    """
    for i in range(team_id.size):
        for tier in range(2):
            r = 2 * i + tier
            p = rel_post[r]
            if rel_on[r] > 0:
                for k in range(par.shape[1]):
                    on = mode[p, k] > 0.0
                    credit = credit_to_leader(felt[r, k], brought[r, k], par[P.trust.leader_fair, k], par[P.trust.leader_result, k])
                    trusted = min(ceiling[r, k], bounded_change(trust_leading[r, k], credit))
                    upset = bounded_change(morale[i, k], par[P.staff.morale_voice, k] * felt[r, k])
                    morale[i, k] = upset if on & (var[V.morale, k] > 0) else morale[i, k]
                    trust_leading[r, k] = trusted if on & (var[V.trust, k] > 0) else trust_leading[r, k]
