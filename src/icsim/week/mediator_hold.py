"""After every step: states of some lanes are held at the path that other lanes take (mediation)."""

from icsim.week.array_types import EntityGrid, IndexArray


def copy_held_states(
    hold_from: IndexArray, hold_to: IndexArray, hold_team: IndexArray, hold_leading: IndexArray, hold_tie: IndexArray,
    hold_leader: IndexArray, hold_leader_tie: IndexArray, all_team: EntityGrid, all_leading: EntityGrid, all_tie: EntityGrid,
    all_leader: EntityGrid, all_leader_tie: EntityGrid,
) -> None:  # fmt: skip
    """Copy the held states, as pairs (field, entity) of each carrier, from lane to lane; without any, do nothing."""
    for k in range(hold_from.size):
        donor, held = hold_from[k], hold_to[k]
        for n in range(0, hold_team.size, 2):
            all_team[hold_team[n], hold_team[n + 1], held] = all_team[hold_team[n], hold_team[n + 1], donor]
        for n in range(0, hold_leading.size, 2):
            all_leading[hold_leading[n], hold_leading[n + 1], held] = all_leading[hold_leading[n], hold_leading[n + 1], donor]
        for n in range(0, hold_tie.size, 2):
            all_tie[hold_tie[n], hold_tie[n + 1], held] = all_tie[hold_tie[n], hold_tie[n + 1], donor]
        for n in range(0, hold_leader.size, 2):
            all_leader[hold_leader[n], hold_leader[n + 1], held] = all_leader[hold_leader[n], hold_leader[n + 1], donor]
        for n in range(0, hold_leader_tie.size, 2):
            all_leader_tie[hold_leader_tie[n], hold_leader_tie[n + 1], held] = all_leader_tie[
                hold_leader_tie[n], hold_leader_tie[n + 1], donor
            ]
