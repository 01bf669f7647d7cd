"""Step 11, by hand: posts fall vacant, successors arrive, and what they do of their levers acts."""

from icsim.rules.exits import successor_credibility
from icsim.rules.leader_time import acting_practice, with_spread
from icsim.week.array_types import ChoiceRow, EntityGrid, IndexArray, LaneRow, NamedGrid
from icsim.week.index import GENERIC_TRUST, HERO, P, V
from icsim.week.rng import Process, draw4

EXIT, SUCCESSOR, TRAIT = int(Process.EXIT), int(Process.SUCCESSOR), int(Process.TRAIT)


def appoint_successors(
    seeds: IndexArray, structures: IndexArray, post_id: IndexArray, lever_id: IndexArray, lever_ranked: IndexArray,
    par: NamedGrid, lever_set: NamedGrid, practice: NamedGrid, left: EntityGrid, vacant: EntityGrid, exit_type: EntityGrid,
    incumbent: EntityGrid, exit_draw: EntityGrid, survival: EntityGrid, values: EntityGrid, base_credibility: EntityGrid,
    referent: EntityGrid, perceived_sectional: EntityGrid, sectional: EntityGrid, partnership_leader: EntityGrid,
    leader_strain: EntityGrid, belief_error: EntityGrid, misfit: EntityGrid, loyalty_strain: EntityGrid, spread: EntityGrid,
    came_new: EntityGrid,
) -> None:  # fmt: skip
    """Posts fall vacant; after some weeks a successor arrives, with traits of their own keyed by post and number."""
    for p in range(post_id.size):
        for k in range(par.shape[1]):
            arrives = (vacant[p, k] > 0.0) & (vacant[p, k] <= 1.0)
            vacant[p, k] = max(0.0, vacant[p, k] - 1.0)
            if left[p, k] > 0.0:
                exit_type[p, k] = left[p, k]
                vacant[p, k] = 1e9 if left[p, k] == 4.0 else par[P.exits.vacancy, k]
                referent[p, k] = 0.0
                perceived_sectional[p, k] = 0.0
            came_new[p, k] = 0.0
            if arrives:
                number = int(incumbent[p, k]) + 1
                incumbent[p, k] = float(number)
                u = draw4(SUCCESSOR, number, post_id[p], 0, seeds[k % seeds.size])
                insider = (exit_type[p, k] == 3.0) | ((exit_type[p, k] == 1.0) & (u[0] < par[P.exits.insider_share, k]))
                came_new[p, k] = 2.0 if insider else 1.0
                survival[p, k] = 1.0
                exit_draw[p, k] = draw4(EXIT, number, post_id[p], 0, seeds[k % seeds.size])[0]
                newcomer = not insider
                least, span_of = par[P.exits.newcomer_least, k], par[P.exits.newcomer_span, k]
                base_credibility[p, k] = successor_credibility(base_credibility[p, k], u[1], insider, least, span_of)
                values[p, k] = par[P.exits.newcomer_values, k] if newcomer else values[p, k]
                sectional[p, k] = par[P.start.sectional, k] if newcomer else sectional[p, k]
                partnership_leader[p, k] = par[P.start.partnership, k] if newcomer else partnership_leader[p, k]
                belief_error[p, k] = par[P.exits.newcomer_error, k] if newcomer else belief_error[p, k]
                leader_strain[p, k] = par[P.start.leader_strain, k]
                misfit[p, k] = par[P.start.misfit, k]
                loyalty_strain[p, k] = 0.0
                for m in range(lever_id.size):
                    if lever_ranked[m] > 0:
                        rank = draw4(TRAIT, number, post_id[p], lever_id[m], structures[k % structures.size])[0]
                        practice[m, p, k] = with_spread(lever_set[m, p, k], rank, spread[p, k])


def apply_rival_filter(
    week: int, post_id: IndexArray, lever_hours: IndexArray, lever_usual: LaneRow, lever_worth: LaneRow,
    lever_inspires: LaneRow, par: NamedGrid, var: ChoiceRow, practice: NamedGrid, came_new: EntityGrid, lever: NamedGrid,
    practice_hours: EntityGrid, hours: EntityGrid, given_timed: EntityGrid, given_untimed: EntityGrid,
) -> None:  # fmt: skip
    """What of that practice acts by itself, what counts in common, and the hours of both: in week 0, and of successors."""
    for p in range(post_id.size):
        some = week == 0
        for k in range(par.shape[1]):
            some |= came_new[p, k] > 0.0
        if some:
            for k in range(par.shape[1]):
                way = var[V.leading, k]
                asked, total, timed, untimed, count = 0.0, 0.0, 0.0, 0.0, 0.0
                for m in range(lever_hours.size):
                    value = practice[m, p, k]
                    acts = acting_practice(way, value, lever_usual[m])
                    counts = lever_worth[m] if way == GENERIC_TRUST else (lever_inspires[m] if way == HERO else 0.0)
                    lever[m, p, k] = acts
                    count += max(0.0, counts)
                    if lever_hours[m] >= 0:
                        asked += par[lever_hours[m], k] * value
                        total += par[lever_hours[m], k] * acts
                        timed += counts * value
                    else:
                        untimed += counts * value
                practice_hours[p, k] = asked
                hours[p, k] = total
                given_timed[p, k] = timed / max(1.0, count)
                given_untimed[p, k] = untimed / max(1.0, count)
