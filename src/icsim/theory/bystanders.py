"""Who a theory does not directly concern: the teams that look on."""

from collections.abc import Callable, Mapping

from icsim.config.config_paths import flatten
from icsim.config.settings import Settings
from icsim.world.population import LeaderPost, Population
from icsim.world.selection import NONE, KeyValues, SelectionKey

EVERYBODY_IS_CONCERNED = ("context", "rules", "parameters", "place")  # what differs here differs for all
DECIDERS = ("decision", "restructure")  # events with a `by`
STRUCK = {"change": "who", "programme_move": "from", "leader_exit": "who"}  # events with someone whom they strike


def bystanders(world: Population, arms: tuple[Settings, Settings]) -> frozenset[int]:
    """Teams with no leader whom the arms treat differently, who decides in the timeline, or whose team is struck."""
    posts = _concerned(world, arms)
    return frozenset(i for i, team in enumerate(world.teams) if not posts & {team.leader, team.system})


def bystander_key(arms: tuple[Settings, Settings]) -> dict[str, SelectionKey]:
    """The key `bystanders` for `select(..., extra=)`: a team answers to `yes` if it looks on."""

    def answers(world: Population, carrier: str) -> KeyValues:
        chosen = bystanders(world, arms) if carrier == "team" else frozenset()
        return [frozenset({"yes"}) if i in chosen else NONE for i in range(len(world.teams))]

    return {"bystanders": answers}


def _concerned(world: Population, arms: tuple[Settings, Settings]) -> set[int]:
    """Posts whom the contrast or the timeline is about."""
    first, second = arms
    everybody = set(range(len(world.posts)))
    if any(first.values[key] != second.values[key] for key in EVERYBODY_IS_CONCERNED):
        return everybody
    found = {p for p, post in enumerate(world.posts) if set_for(first, post) != set_for(second, post)}
    for item in (*first.timeline, *second.timeline):
        shared = item in first.timeline and item in second.timeline
        for name, fields in item.items():
            if name in DECIDERS:
                found |= {p for p, post in enumerate(world.posts) if fields["by"] in (post.tier, post.name)}
            elif shared or name == "week":
                continue
            elif name in STRUCK:
                found |= {world.teams[i].leader for i in _struck(world, fields[STRUCK[name]])}
            else:
                found |= settled_posts(world, fields) if name == "set" else everybody
    return found


def arms_differ(first: Settings, second: Settings) -> bool:
    """Whether two arms differ in anything that acts: a lever of a tier does not where every leader has one of its own."""
    if any(first.values[key] != second.values[key] for key in EVERYBODY_IS_CONCERNED) or first.timeline != second.timeline:
        return True
    return any(set_for(first, post) != set_for(second, post) for post in first.world.posts)


def set_for(arm: Settings, post: LeaderPost) -> dict[str, float]:
    """All that an arm sets for one leader."""
    own = arm.leaders.get(post.name)
    return arm.levers(post.tier) | (dict(own.levers) | dict(own.traits) if own else {})


def settled_posts(world: Population, paths: Mapping[str, object]) -> set[int]:
    """Posts that a `set` event is about: one leader's, a tier's, or everybody's."""
    found: set[int] = set()
    for path, _ in flatten(paths):
        about = _about(path.replace("/", "."))
        found |= {p for p, post in enumerate(world.posts) if about(post.name.replace("/", "."), post.tier)}
    return found


def _about(path: str) -> Callable[[str, str], bool]:
    if path.startswith("leader."):
        return lambda name, tier: path.startswith(f"leader.{name}.")
    if path.startswith("leadership."):
        return lambda name, tier: path.startswith(f"leadership.{tier}.")
    return lambda name, tier: True


def _struck(world: Population, who: str | None) -> set[int]:
    """Teams that a name stands for: a team, an organisation, a site, or the teams of a leader; all without a name."""
    homes = world.organisations
    return {
        i
        for i, team in enumerate(world.teams)
        if who
        in (
            None,
            team.name,
            homes[team.organisation].name,
            homes[team.organisation].site,
            world.posts[team.leader].name,
        )
    }
