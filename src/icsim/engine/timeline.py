"""Step 1 of the week: the timeline's dated events are put into the block; the steps of the week take them from there."""

from collections.abc import Callable, Sequence

from icsim.base.plain_data import PlainMapping
from icsim.config.references import decision_makers as posts_of
from icsim.config.settings import Settings
from icsim.engine.block import set_traits, tables_by_lane
from icsim.engine.block_fields import Block
from icsim.engine.compiled_week import refresh_kernel
from icsim.rules.working_with_power import CONSULTED, SHARED, TOLD
from icsim.world.population import Population

MODES = {"shared": SHARED, "consulted": CONSULTED, "told": TOLD}
MATTERS = {"structure": 0, "resources": 1, "priorities": 2}
SUCCESSORS = {"newcomer": 1.0, "insider": 2.0, "none": 3.0}  # resign() adds 1: 2, 3 and 4 in `left`

Fields = PlainMapping


class Timeline:
    """The events of each arm of a block, by week."""

    def __init__(self, world: Population, arms: Sequence[Settings]) -> None:
        """Settings of all arms, in the order of their lanes."""
        self.world = world
        self.now = list(arms)  # each arm's settings as changed so far
        self.items = [
            (item["week"], arm, name, item[name])
            for arm, settings in enumerate(arms)
            for item in settings.timeline
            for name in item
            if name != "week"
        ]
        self.weeks = sorted({week for week, *_ in self.items})

    def happen(self, block: Block, week: int) -> None:
        """Put this week's events into the block, each in the lanes of its arm, in the order of the timeline."""
        replicates = block.seeds.size
        changed = False
        for when, arm, name, fields in self.items:
            if when != week:
                continue
            lanes = slice(arm * replicates, (arm + 1) * replicates)
            if name == "set":
                self.now[arm] = self.now[arm].with_changes(fields)
                changed = True
            else:
                EVENTS[name](block, self.world, lanes, fields)
        if changed:
            self._change(block)

    def set(self, block: Block, arm: int, paths: Fields) -> None:
        """What a `set` event does, at once."""
        self.now[arm] = self.now[arm].with_changes(paths)
        self._change(block)

    def _change(self, block: Block) -> None:
        """New settings count from this week on: tables anew, then all that follows from them."""
        for name, table in tables_by_lane(self.world, self.now, block.seeds.size).items():
            if name not in ("lever", "practice"):
                getattr(block, name)[...] = table
        set_traits(block, self.world, self.now)
        refresh_kernel().weeks(block.packed, 0, 0)


def affected_teams(world: Population, who: str | None) -> list[int]:
    """The teams that a name stands for: a team, an organisation, a site; all of them without a name."""
    return [
        i
        for i, team in enumerate(world.teams)
        if who is None
        or who in (team.name, world.organisations[team.organisation].name, world.organisations[team.organisation].site)
    ]


def deciding_posts(world: Population, by: str) -> list[int]:
    """The posts that a name stands for, as far as they lead teams."""
    names = {post.name for post in posts_of(world, by)}
    return [p for p, post in enumerate(world.posts) if post.name in names]


def change(block: Block, world: Population, lanes: slice, fields: Fields) -> None:
    """Change of a size arrives in teams."""
    for i in affected_teams(world, fields["who"]):
        block.change_in[i, lanes] += fields["size"]


def decision(block: Block, world: Population, lanes: slice, fields: Fields) -> None:
    """Leaders decide this week; that one leader takes one decision a week was checked with the settings."""
    for p in deciding_posts(world, fields["by"]):
        block.ask_mode[p, lanes] = MODES[fields["mode"]]
        block.ask_stakes[p, lanes] = fields["stakes"]
        block.ask_about[p, lanes] = MATTERS[fields["about"]]
        block.ask_placed[p, lanes] = fields["distance"] is not None
        block.ask_distance[p, lanes] = fields["distance"] or 0.0


def restructure(block: Block, world: Population, lanes: slice, fields: Fields) -> None:
    """Every team below the leaders who bring it in reports to a new number of lines; each line more is change."""
    leaders = deciding_posts(world, fields["by"])
    for i, team in enumerate(world.teams):
        if team.leader in leaders or team.system in leaders:
            more = fields["lines"] - block.reporting_lines[i, lanes]
            block.lines_in[i, lanes] += more * (more > 0.0)
            block.reporting_lines[i, lanes] = fields["lines"]


def programme_move(block: Block, world: Population, lanes: slice, fields: Fields) -> None:
    """Harm is done to the teams of the site or organisation that loses a programme."""
    for i in affected_teams(world, fields["from"]):
        block.harm_in[i, lanes] = fields["harm"]


def leader_exit(block: Block, world: Population, lanes: slice, fields: Fields) -> None:
    """A leader goes this week, or all of a tier."""
    for p, post in enumerate(world.posts):
        if fields["who"] in (post.tier, post.name):
            block.exit_in[p, lanes] = SUCCESSORS[fields["successor"]]


def crisis(block: Block, world: Population, lanes: slice, fields: Fields) -> None:
    """A crisis breaks out everywhere."""
    block.crisis_in[0, lanes] += fields["size"]


EVENTS: dict[str, Callable[[Block, Population, slice, Fields], None]] = {
    event.__name__: event for event in (change, decision, restructure, programme_move, leader_exit, crisis)
}
