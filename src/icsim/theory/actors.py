"""Who acts on a theory's resource and who is to respond, held against the place and against what the arms set."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.catalogue import TIERS
from icsim.catalogue.labels import plain_name
from icsim.config.settings import Settings
from icsim.engine.measures import LEADER_KEYS
from icsim.theory.arms import Arms
from icsim.theory.bystanders import DECIDERS, set_for, settled_posts
from icsim.theory.clauses import measure_of
from icsim.theory.theory_schema import ActorsSpec, ClauseSpec, Theory, parse_contrast
from icsim.world.population import Population
from icsim.world.selection import KEYS, select_entities

OF_TEAMS = ("team", "leading", "tie")  # carriers of what is read of teams


@dataclass(frozen=True)
class BoundActors:
    """The slot with names of the place: who acts, whom else the arms set, and who is to respond."""

    spec: ActorsSpec
    leaders: tuple[str, ...]  # who act and are set by the arms
    beside: tuple[str, ...]  # leaders whom the arms set as well, and whom the slot does not name
    acting_teams: tuple[str, ...]
    teams: tuple[str, ...]  # who are to respond
    whole: bool  # whether that is every team of the place
    every_leader: bool  # whether every leader of the place acts


def bind_actors(theory: Theory, arms: Arms, where: str) -> BoundActors | None:
    """The actors of a theory; None where it names none. UserError where the place or the arms have no such actors."""
    if theory.actors is None:
        return None
    try:
        return _bound(theory, theory.actors, arms)
    except UserError as error:
        raise UserError(f"{where}: actors.{error}") from None


def wrong_groups(theory: Theory, world: Population | None) -> Iterator[str]:
    """Groups of the slot that no place has, whatever the arms are; `world`: that of the place, if it is known."""
    spec = theory.actors
    if spec is None:
        return
    acting = {"leaders": "leader", "teams": "team"}.get(spec.who)
    for key, carrier, of in (("of", acting, spec.of), ("towards", "team", spec.towards)):
        if carrier is None or not of:
            continue
        if world is not None:
            try:
                _selected(world, carrier, of, key)
            except UserError as error:
                yield str(error)
            continue
        for name, value in of.items():
            if name not in KEYS[carrier]:
                allowed = f"{list_names(sorted(KEYS[carrier]))}{did_you_mean(name, KEYS[carrier])}"
                yield f"{key}.{name}: unknown key for a {carrier}; allowed: {allowed}"
            elif name == "tier" and value not in TIERS:
                yield f"{key}.{name}: {value} matches no leader in any place; allowed: {list_names(TIERS)}"


def acting_posts(world: Population, arms: Mapping[str, Settings]) -> frozenset[int]:
    """Leaders whose levers, traits or dated decisions differ between any two arms."""
    found: set[int] = set()
    for first, second in combinations(arms.values(), 2):
        found |= {p for p, post in enumerate(world.posts) if set_for(first, post) != set_for(second, post)}
        for item in (*first.timeline, *second.timeline):
            if item not in first.timeline or item not in second.timeline:
                found |= _of_event(world, item)
    return frozenset(found)


def actor_warnings(theory: Theory, arms: Arms) -> Iterator[str]:
    """What a reader should know of the slot: leaders who are set and not named, and reasoning that is read of more people."""
    bound = bind_actors(theory, arms, "")
    if bound is None:
        return
    if bound.beside:
        others = list_names([plain_name(name) for name in bound.beside])
        do, are = ("do", "are") if len(bound.beside) > 1 else ("does", "is")
        yield f"the arms also set what {others} {do}, who {are} not among the actors: the effect is of that as well"
    world = next(iter(arms.values())).world
    for n, clause in enumerate(theory.reasoning):
        read = _teams_read(clause, world)
        if read is not None and {world.teams[i].name for i in read} - set(bound.teams):
            yield (
                f"reasoning.{n} ({clause.measure}) is read of {len(read)} teams, of which {len(read & set(_places(world, bound)))} "
                "are to respond: the others are in its mean"
            )


def _places(world: Population, bound: BoundActors) -> Iterator[int]:
    return (i for i, team in enumerate(world.teams) if team.name in bound.teams)


def _bound(theory: Theory, spec: ActorsSpec, arms: Arms) -> BoundActors:
    world = next(iter(arms.values())).world
    posts = acting_posts(world, {name: arms[name] for name in parse_contrast(theory.contrast) or arms})
    named = [world.posts[p].name for p in sorted(posts)]
    if spec.who == "nobody":
        if spec.of or spec.staff:
            raise UserError(f"{'of' if spec.of else 'staff'}: nobody acts, so nobody has staff or parts; leave it out")
        if posts:
            raise UserError(f"who: nobody, but the arms set what leaders do ({list_names(named)}); say leaders")
        return _responding(theory, spec, world, (), (), (), frozenset(range(len(world.teams))))
    if spec.who == "teams":
        acting = _selected(world, "team", spec.of, "of")
        _check_read(theory, world, acting)
        homes = {world.teams[i].organisation for i in acting}
        own = frozenset(i for i, team in enumerate(world.teams) if team.organisation in homes)
        return _responding(theory, spec, world, (), (), tuple(world.teams[i].name for i in acting), own)
    chosen = frozenset(_selected(world, "leader", spec.of, "of"))
    if not posts:
        raise UserError("who: leaders, but the arms set nothing that a leader does; say nobody, or set a lever")
    if not chosen & posts:
        raise UserError(f"of: the arms set nothing that these leaders do; they set {list_names(named)}")
    acting_names = frozenset(world.posts[p].name for p in chosen & posts)
    led_by = KEYS["team"]["led_by"](world, "team")
    own = frozenset(i for i, above in enumerate(led_by) if above & acting_names)
    beside = tuple(world.posts[p].name for p in sorted(posts - chosen))
    return _responding(theory, spec, world, tuple(sorted(acting_names)), beside, (), own)


def _responding(
    theory: Theory, spec: ActorsSpec, world: Population, leaders: tuple[str, ...], beside: tuple[str, ...],
    acting_teams: tuple[str, ...], own: frozenset[int],
) -> BoundActors:  # fmt: skip
    """Those who are to respond, checked: there are some, and each reasoning is read of some of them."""
    every = frozenset(range(len(world.teams)))
    there = every if spec.towards is None else frozenset(_selected(world, "team", spec.towards, "towards"))
    side = {"own": own, "partner": every - own}.get(spec.staff or "", every)
    teams = there & side
    if not teams:
        other = "partner" if spec.staff == "own" else "own"
        group = "these teams" if spec.towards is not None else f"the teams of {world.place}"
        what = "none of" if spec.staff == "own" else "all of"
        are = f"{what} {group} are the actors' own staff"
        raise UserError(f"staff: {spec.staff}, but {are}; say {other}, or name others in towards")
    for n, clause in enumerate(theory.reasoning):
        read = _teams_read(clause, world)
        if read is not None and not read & teams:
            raise UserError(f"towards: reasoning.{n} ({clause.measure}) is read of none of these teams; let the two name the same")
    names = tuple(world.teams[i].name for i in sorted(teams))
    return BoundActors(spec, leaders, beside, acting_teams, names, teams == every, len(leaders) == len(world.posts))


def _selected(world: Population, carrier: str, of: Mapping[str, object], key: str) -> tuple[int, ...]:
    try:
        return select_entities(world, carrier, of)
    except UserError as error:
        raise UserError(str(error).replace("of", key, 1)) from None


def _check_read(theory: Theory, world: Population, acting: tuple[int, ...]) -> None:
    """Teams that act have no lever: what they do has to be read of them."""
    for clause in theory.resource:
        read = _teams_read(clause, world)
        if read is not None and read & set(acting):
            return
    measures = list_names([clause.measure for clause in theory.resource])
    what = f"who: teams, but no clause of resource reads what these teams do ({measures})"
    raise UserError(f"{what}; no lever is a team's: read a state of theirs as the resource, or say leaders")


def _teams_read(clause: ClauseSpec, world: Population) -> frozenset[int] | None:
    """The teams of whom a clause is read; None where it is read of others than teams, or cannot be."""
    try:
        kind = measure_of(clause)
        of = clause.stronger_for.of if clause.stronger_for else clause.of
        leaders = kind.also is not None and any(key in of for key in LEADER_KEYS)
        if kind.carrier not in OF_TEAMS or not isinstance(of, dict) or leaders:
            return None
        if kind.carrier == "tie":
            ends = [value for key in ("from", "to") if isinstance(value := of.get(key, {}), dict)]
            return frozenset(i for end in ends for i in select_entities(world, "team", end))
        kept = {key: value for key, value in of.items() if key != "tier"}
        return frozenset(select_entities(world, "team", kept))
    except UserError:
        return None  # told under the clause's own key


def _of_event(world: Population, item: Mapping[str, object]) -> set[int]:
    """Leaders who do something in a dated event."""
    found: set[int] = set()
    for name, fields in item.items():
        if isinstance(fields, Mapping) and name in DECIDERS:
            found |= {p for p, post in enumerate(world.posts) if fields.get("by") in (post.tier, post.name)}
        elif isinstance(fields, Mapping) and name == "set":
            paths = {path: value for path, value in fields.items() if path.partition(".")[0] in ("leadership", "leader")}
            found |= settled_posts(world, paths) if paths else set()
    return found
