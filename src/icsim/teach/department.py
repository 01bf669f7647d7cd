"""The department that a lesson's story is about, as people at a table and people at a door: whole figures, week by week."""

import numpy as np
from numpy.typing import NDArray

from icsim.teach import page_types as page
from icsim.teach.people import comings_and_goings
from icsim.teach.road_types import SentScene
from icsim.teach.state_encoding import as_read
from icsim.trace.paired_run import RecordedRun
from icsim.world.population import Population

MOST_SEATS = 12  # of one table: of more, nobody in the back row tells one from another


def department(run: RecordedRun, protagonist: page.SentProtagonist | None) -> page.SentDepartment | None:
    """Who sits at the table, whose chair is empty, which posts were cut, who waits and gave up, in each world and week.

    None where the story is about nobody, or about more people than there are chairs.
    """
    world = run.arms[0].world
    teams, leader = _who(world, protagonist) if protagonist else ([], -1)
    sizes = np.array([float(world.teams[n].size) for n in teams])
    seats = round(float(sizes.sum()))
    if not teams or leader < 0 or seats > MOST_SEATS:
        return None
    cut = run.field("capacity_cut")[:, teams]
    coming = (1.0 - cut) * np.nan_to_num(as_read(run.field("attendance"))[:, teams])
    came, gone = (np.einsum("wtk,t->wk", share, sizes) for share in (coming, cut))
    whole = largest_remainder(np.stack([came, gone, seats - came - gone], axis=-1), seats)
    staff = np.einsum("wtk,t->wk", run.field("morale")[:, teams], sizes) / seats
    return {
        "leader": leader,
        "teams": teams,
        "seats": seats,
        "doctors": sum(round(float(world.teams[n].size)) for n in teams if world.teams[n].profession == "physician"),
        "came": _rows(whole[..., 0]),
        "cut": _rows(whole[..., 1]),
        "waiting": _rows(run.field("queue")[:, teams].sum(axis=1)),
        "gave_up": _rows(run.field("gave_up")[:, teams].sum(axis=1)),
        "morale": np.round(staff.T, 2).tolist(),
    }


def department_at_end(run: RecordedRun, protagonist: page.SentProtagonist | None) -> list[SentScene]:
    """The same room in the last week, one picture for each world; none where there is no room."""
    told = department(run, protagonist)
    if told is None:
        return []
    gone = [(one["world"], one["kind"], one["week"]) for one in comings_and_goings(run) if one["leader"] == told["leader"]]
    clash = run.field("misfit")[-1, told["leader"]]
    found: list[SentScene] = []
    for k in range(len(run.arms)):
        left = next((week for world, kind, week in gone if (world, kind) == (k, "left")), None)
        found.append(
            {
                "left": left,
                "fresh": left is not None and any((world, kind) == (k, "came") and week >= left for world, kind, week in gone),
                "mood": round(1.0 - float(clash[k]), 2),
                "seats": told["seats"],
                "doctors": told["doctors"],
                "came": told["came"][k][-1],
                "cut": told["cut"][k][-1],
                "staff": told["morale"][k][-1],
                "waiting": told["waiting"][k][-1],
                "gave_up": told["gave_up"][k][-1],
            }
        )
    return found


def _who(world: Population, one: page.SentProtagonist) -> tuple[list[int], int]:
    """The teams at the table, and who leads them."""
    if one["kind"] == "team":
        team = next((n for n, each in enumerate(world.teams) if each.name == one["id"]), -1)
        return ([team], world.teams[team].leader) if team >= 0 else ([], -1)
    post = next((p for p, each in enumerate(world.posts) if each.name == one["id"]), -1)
    return [n for n, team in enumerate(world.teams) if team.leader == post], post


def largest_remainder(shares: NDArray[np.float64], total: int) -> NDArray[np.int64]:
    """Whole parts that add up to a total, each the nearest it can be: those that were cut off most get what is left."""
    whole = np.floor(shares + 1e-9).astype(np.int64)
    order = np.argsort(whole - shares, axis=-1, kind="stable")
    left = total - whole.sum(axis=-1, keepdims=True)
    extra = np.zeros_like(whole)
    np.put_along_axis(extra, order, (np.arange(shares.shape[-1]) < left).astype(np.int64), axis=-1)
    return whole + extra


def _rows(values: NDArray[np.float64] | NDArray[np.int64]) -> list[list[int]]:
    """[week, world] as whole numbers by world and week."""
    return [[round(float(value)) for value in row] for row in values.T]
