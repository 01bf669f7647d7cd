"""Who acts in a theory and towards whom, in words: for `verdict.json`, and from there for every page and table."""

from collections.abc import Sequence

from icsim.base.plain_text import quoted
from icsim.catalogue.labels import plain_name
from icsim.report.theory.clause_text import group_text
from icsim.results.verdict import ActorsRecord
from icsim.theory.actors import BoundActors

MOST = 4  # names that a sentence gives
NOBODYS = "nobody: circumstances are compared"
STAFF = {"own": "their own staff", "partner": "a partner’s staff"}


def actors_record(bound: BoundActors) -> ActorsRecord:
    """The slot as a part of `verdict.json`."""
    spec = bound.spec
    return ActorsRecord(
        as_written=spec.as_written,
        who=spec.who,
        of=spec.of,
        towards=spec.towards,
        staff=spec.staff,
        leaders=bound.leaders,
        acting_teams=bound.acting_teams,
        teams=bound.teams,
        words=f"{_who(bound)}, towards {_towards(bound)}" if spec.who != "nobody" else NOBODYS + _concerned(bound),
    )


def actors_sentence(one: ActorsRecord) -> str:
    """The same for a reader, with the words of the source."""
    return f"{quoted(one.as_written)} in the source; in the model {one.words}" if one.as_written else one.words


def _who(bound: BoundActors) -> str:
    names = bound.acting_teams if bound.spec.who == "teams" else bound.leaders
    carrier = "team" if bound.spec.who == "teams" else "leader"
    if bound.every_leader and not bound.spec.of:
        return f"all {len(names)} leaders"
    every = "teams" if carrier == "team" else "the leaders whom the arms set"
    group = group_text(bound.spec.of, carrier) if bound.spec.of else every
    if "leader" in bound.spec.of:
        return _names(names)
    return f"{group} ({_names(names)})"


def _towards(bound: BoundActors) -> str:
    spec = bound.spec
    parts = [STAFF[spec.staff] if spec.staff else "", group_text(spec.towards, "team") if spec.towards else ""]
    said = ", ".join(part for part in parts if part)
    if not said:
        return f"all {len(bound.teams)} teams"
    return f"{said} ({_counted(bound)})"


def _concerned(bound: BoundActors) -> str:
    return f", for {group_text(bound.spec.towards, 'team')} ({_counted(bound)})" if bound.spec.towards else ""


def _counted(bound: BoundActors) -> str:
    return "every team" if bound.whole else f"{len(bound.teams)} team{'s' * (len(bound.teams) != 1)}"


def _names(names: Sequence[str]) -> str:
    """The first few, and how many more."""
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return ", ".join(map(plain_name, names[:MOST])) + more
