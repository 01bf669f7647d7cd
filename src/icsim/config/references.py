"""What a configuration refers to must exist: leaders, names in the timeline, weeks within the run."""

from collections.abc import Iterable, Mapping, Sequence

from icsim.base.errors import UserError
from icsim.base.plain_data import PlainMapping
from icsim.base.suggest import did_you_mean, list_names
from icsim.catalogue import NAME_KINDS, TIERS, catalogue
from icsim.config.config_paths import flatten, merged
from icsim.world.place import Place
from icsim.world.population import LeaderPost, Population


def referable_names(place: Place) -> dict[str, tuple[str, ...]]:
    """Who and what a timeline can be about, by kind."""
    sites = {spec.site or name for name, spec in place.organisations.items()}
    return {
        "tier": TIERS,
        "leader": tuple(place.leaders),
        "team": tuple(place.teams),
        "organisation": tuple(place.organisations),
        "site": tuple(sorted(sites)),
    }


def leader_keys(given: PlainMapping, place: Place) -> dict[str, object]:
    """`{acute: {lead: ...}}` as `{acute/lead: ...}`, the way a place names its leaders; nobody else can be set."""
    found: dict[str, object] = {}
    for name, inner in given.items():
        folded = name not in place.leaders and any(leader.startswith(f"{name}/") for leader in place.leaders)
        folded = folded and isinstance(inner, Mapping)
        found = merged(found, {f"{name}/{below}": value for below, value in inner.items()} if folded else {name: inner})
    for name in found:
        if name not in place.leaders:
            raise _stranger(f"leader.{name}", name, "leader", place, place.leaders)
    return found


def check_tiers(leadership: object, leader: object, place: Place) -> None:
    """No lever is set for leaders of a tier that it has no meaning for."""
    given = leadership if isinstance(leadership, Mapping) else {}
    below = [(f"leadership.{tier}", tier, given[tier]) for tier in TIERS if tier in given]
    own = leader_keys(leader, place) if isinstance(leader, Mapping) else {}
    below += [(f"leader.{name}", place.leaders[name].tier, keys) for name, keys in own.items()]
    for where, tier, keys in below:
        if isinstance(keys, Mapping):
            for path, value in flatten(keys):
                if value is not None:
                    refuse_other_tier(f"{where}.{path}", path, tier)


def refuse_other_tier(where: str, key: str, tier: str) -> None:
    """Refuse a lever that no rule reads of a tier, in one line that says of whom it is read."""
    lever = next((lever for lever in catalogue().levers.values() if lever.key == key), None)
    if lever is not None and tier not in lever.tiers:
        tiers = " or ".join(lever.tiers)
        may = " or ".join(f"leadership.{name}.{key}" for name in lever.tiers)
        one = f"leader.NAME.{key} of one of them"
        raise UserError(f"{where}: can be set for leaders of the tier {tiers} only; allowed: {may}, or {one}")


def check_timeline(timeline: Sequence[PlainMapping], weeks: int, place: Place) -> None:
    """Each item is one known event, before the end, about names that exist."""
    known = referable_names(place)
    for index, item in enumerate(timeline):
        where = f"timeline.{index}"
        if item["week"] > weeks:
            raise UserError(
                f"{where}.week: {item['week']} comes after the end; allowed: 1 to {weeks}, or set weeks higher"
            )
        given = [name for name in item if name != "week"]
        if len(given) != 1:
            what = f"{' and '.join(given)} in one item" if given else "no event"
            raise UserError(f"{where}: {what}; give week and exactly one of: {', '.join(catalogue().events)}")
        (event,) = given
        for key, field in catalogue().events[event].fields.items():
            name, kinds = item[event].get(key), NAME_KINDS.get(field.type, ())
            allowed = [one for kind in kinds for one in known[kind]]
            if kinds and name is not None and name not in allowed:
                raise _stranger(f"{where}.{event}.{key}", name, " or ".join(kinds), place, allowed)


def check_deciders(timeline: Sequence[PlainMapping], world: Population) -> None:
    """Whoever decides or restructures leads teams, and takes one decision a week; a tier that is to leave has leaders."""
    decided: set[tuple[int, str]] = set()
    there = {post.tier for post in world.posts} | {post.name for post in world.posts}
    for index, item in enumerate(timeline):
        if "leader_exit" in item and item["leader_exit"]["who"] not in there:
            who = f"timeline.{index}.leader_exit.who: {item['leader_exit']['who']}"
            raise UserError(f"{who} has no leader in {world.place}; allowed: {list_names(sorted(there))}")
        for event in ("decision", "restructure"):
            if event not in item:
                continue
            by, where = str(item[event]["by"]), f"timeline.{index}.{event}.by"
            leaders = [post.name for post in decision_makers(world, by)]
            if not leaders:
                able = sorted({post.name for tier in TIERS for post in decision_makers(world, tier)})
                raise UserError(f"{where}: {by} leads no team of {world.place}; allowed: {list_names([*TIERS, *able])}")
            for name in leaders if event == "decision" else ():
                if (item["week"], name) in decided:
                    raise UserError(
                        f"{where}: {name} would take two decisions in week {item['week']}; allowed: one a week; "
                        "give one of them another week"
                    )
                decided.add((item["week"], name))


def decision_makers(world: Population, by: str) -> list[LeaderPost]:
    """The posts that a name stands for, a tier or one leader, as far as they lead teams."""
    lead = {p for team in world.teams for p in (team.leader, team.system)}
    return [post for p, post in enumerate(world.posts) if by in (post.tier, post.name) and p in lead]


def _stranger(where: str, name: str, what: str, place: Place, allowed: Iterable[str]) -> UserError:
    names = list(allowed)
    return UserError(
        f"{where}: {name} is no {what} of {place.name}; allowed: {list_names(names)}{did_you_mean(name, names)}"
    )
