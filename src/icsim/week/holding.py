"""After every step: states of some lanes are held at the path that other lanes take (mediation)."""

from icsim.week.rows import Grid, Index


def hold(
    hold_from: Index, hold_to: Index, hold_team: Index, hold_leading: Index, hold_tie: Index, hold_leader: Index,
    hold_leader_tie: Index, all_team: Grid, all_leading: Grid, all_tie: Grid, all_leader: Grid, all_leader_tie: Grid,
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
