"""Who leads whom, and who decides for whom: the rows of leading relations, and lists of them.

First each team's near and far leader, two rows a team, the second perhaps empty. Then, for every leader who chairs a joint
group, a row for each team there that the leader does not lead anyway: who sits at one table is decided for together.
"""

from collections.abc import Sequence

import numpy as np

from icsim.engine.candidate_ties import csr_lists
from icsim.week.array_types import IndexArray
from icsim.world.population import Population


def leading_maps(world: Population) -> dict[str, IndexArray]:
    """All index fields about leading, by name; a leader who chairs several groups has one table for all of them."""
    teams, posts = world.teams, range(len(world.posts))
    near_and_far = [(p, i) for i, team in enumerate(teams) for p in (team.leader, team.system)]
    led = [[row for row, (leader, _) in enumerate(near_and_far) if leader == p] for p in posts]
    tables = [{i for group in world.groups if group.chair == p for i in group.members} for p in posts]
    guests = [(p, i) for p in posts for i in sorted(tables[p] - {near_and_far[row][1] for row in led[p]})]
    rows = near_and_far + guests
    seats = [[len(near_and_far) + n for n, (leader, _) in enumerate(guests) if leader == p] for p in posts]
    heads = [[row for row, (p, team) in enumerate(rows) if team == i and p >= 0] for i in range(len(teams))]
    home = [own or at_table for own, at_table in zip(led, seats, strict=True)]
    own_rows = {row for own in led for row in own}
    return {
        "rel_post": _whole([max(0, p) for p, _ in rows]),
        "rel_team": _whole([i for _, i in rows]),
        "rel_on": _whole([p >= 0 for p, _ in rows]),
        "rel_home": _whole([row in own_rows for row in range(len(rows))]),
        "rel_table": _whole([p >= 0 and i in tables[p] for p, i in rows]),
        "post_chairs": _whole([bool(at_table) for at_table in seats]),
        "post_own": _whole([bool(own) for own in led]),
        **_lists("led", "rel", home),
        "led_of": csr_lists([[rows[row][1] for row in those] for those in home])[1],
        **_lists("member", "rel", [own + at_table for own, at_table in zip(led, seats, strict=True)]),
        **_lists("head", "of", heads),
        **_lists("ug_head", "of", [[n for n, (p, i) in enumerate(rows) if p >= 0 and i in users.teams] for users in world.users]),
    }


def _lists(name: str, members: str, lists: Sequence[Sequence[int]]) -> dict[str, IndexArray]:
    start, of = csr_lists(lists)
    return {f"{name}_start": start, f"{name}_{members}": of}


def _whole(values: Sequence[int]) -> IndexArray:
    return np.array(values, dtype=np.int64)
