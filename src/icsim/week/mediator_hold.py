"""After every step: states of some lanes are held at the path that other lanes take (mediation), or that far from it."""

from icsim.week.array_types import EntityGrid, IndexArray, LaneRow


def copy_held_states(
    hold_from: IndexArray, hold_to: IndexArray, hold_shift: LaneRow, hold_team: IndexArray, hold_leading: IndexArray,
    hold_tie: IndexArray, hold_leader: IndexArray, hold_leader_tie: IndexArray, all_team: EntityGrid, all_leading: EntityGrid,
    all_tie: EntityGrid, all_leader: EntityGrid, all_leader_tie: EntityGrid,
) -> None:  # fmt: skip
    """Copy the held states, as pairs (field, entity) of each carrier, from lane to lane; without any, do nothing.

    A shift holds a state that is a share so far above the donor's, within its ends.
    """
    for k in range(hold_from.size):
        donor, held, shift = hold_from[k], hold_to[k], hold_shift[k]
        for n in range(0, hold_team.size, 2):
            field, one = hold_team[n], hold_team[n + 1]
            value = all_team[field, one, donor]
            all_team[field, one, held] = value if shift == 0.0 else min(1.0, max(0.0, value + shift))
        for n in range(0, hold_leading.size, 2):
            field, one = hold_leading[n], hold_leading[n + 1]
            value = all_leading[field, one, donor]
            all_leading[field, one, held] = value if shift == 0.0 else min(1.0, max(0.0, value + shift))
        for n in range(0, hold_tie.size, 2):
            field, one = hold_tie[n], hold_tie[n + 1]
            value = all_tie[field, one, donor]
            all_tie[field, one, held] = value if shift == 0.0 else min(1.0, max(0.0, value + shift))
        for n in range(0, hold_leader.size, 2):
            field, one = hold_leader[n], hold_leader[n + 1]
            value = all_leader[field, one, donor]
            all_leader[field, one, held] = value if shift == 0.0 else min(1.0, max(0.0, value + shift))
        for n in range(0, hold_leader_tie.size, 2):
            field, one = hold_leader_tie[n], hold_leader_tie[n + 1]
            value = all_leader_tie[field, one, donor]
            all_leader_tie[field, one, held] = value if shift == 0.0 else min(1.0, max(0.0, value + shift))
