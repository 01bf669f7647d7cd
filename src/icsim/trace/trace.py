"""`icsim trace`: one team followed through both worlds of a theory, from the first difference to what came of it."""

import hashlib
import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from icsim.engine.run import Progress, lucks_of
from icsim.errors import UserError
from icsim.files import written_together
from icsim.theory.arms import compose_all
from icsim.theory.asked import Asked, ask
from icsim.theory.asked import Pair as Arms
from icsim.theory.load import find, load
from icsim.theory.vocabulary import Theory
from icsim.trace.captions import Caption, Link, Teller, luck
from icsim.trace.follow import Circle, Pair, circle, follow
from icsim.trace.pairs import Chosen, check_enough, ordinary
from icsim.trace.part import Parting, part
from icsim.trace.roots import differences, elsewhere
from icsim.trace.series import everything, series
from icsim.trace.whom import most_moved, named
from icsim.trace.why import Why, why


@dataclass(frozen=True)
class Case:
    """A theory with its two worlds, and whom to follow; no team: the one whose reasoning differs most."""

    theory: Theory
    arms: Arms
    asked: tuple[Asked, ...]
    team: int | None
    content: str  # hash of the theory, both arms and the team asked for
    command: str

    @property
    def worlds(self) -> tuple[str, str]:
        """What the two worlds are called."""
        first, second = self.theory.contrasted
        return first.replace("_", " "), second.replace("_", " ")

    def first(self, part: str) -> Asked:
        """The first clause of a part."""
        return next(one for one in self.asked if one.part == part)


@dataclass(frozen=True)
class Traced:
    """A case after it ran: the data, and the captions."""

    case: Case
    pair: Pair
    near: Circle
    chosen: Chosen
    parting: Parting | None
    links: tuple[Link, ...]
    captions: tuple[Caption, ...]
    why: Why
    luck_said: str
    parting_said: str

    @property
    def team(self) -> str:
        """Whom it follows."""
        return self.pair.world.teams[self.near.team].name


def plan(given: Sequence[str], overrides: Sequence[str]) -> Case:
    """The case that words stand for, checked before anything runs: a theory, and a team if one is named."""
    if not given:
        raise UserError("no theory; name one of icsim list theories, such as icsim trace box4")
    if len(given) > 2:
        raise UserError(f"{given[2]}: one word too many; give a theory and at most one team")
    files = find(given[:1])
    if len(files) > 1:
        raise UserError(f"{given[0]} is {len(files)} theories; trace follows one: {', '.join(files)}")
    ((_, path),) = files.items()
    theory = load(path)
    every = compose_all(theory, overrides, path.name)
    asked = ask(theory, every, path.name)
    first, second = theory.contrasted
    arms = every[first], every[second]
    team = named(arms[0].world, given[1]) if len(given) > 1 else None
    check_enough(arms)
    data = [theory.model_dump(), *(arm.content_hash() for arm in arms), list(given[1:])]
    content = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
    return Case(theory, arms, asked, team, content, shlex.join(["icsim", "trace", *given, *overrides]))


def run_case(case: Case, progress: Progress | None = None) -> Traced:
    """Choose the pair, follow it, and tell what happened to the team."""
    index, chosen = ordinary(case.arms, case.first("outcome"), progress)
    pair = follow(case.arms, lucks_of(case.arms[0])[index])
    team = case.team if case.team is not None else most_moved(pair, case.first("reasoning"))
    near = circle(pair, team)
    links = tuple(Link(one, series(pair, near, one.clause.measure, one.clause.of)) for one in case.asked)
    teller = Teller(pair, near, case.worlds)
    captions = teller.all(differences(pair, near), elsewhere(pair, near), links, everything(pair, near))
    parting = part(pair, near)
    return Traced(
        case, pair, near, chosen, parting, links, tuple(captions), why(pair, near),
        luck(chosen, case.first("outcome")), teller.parting(parting),
    )  # fmt: skip


def folder(case: Case, alone: bool) -> Path:
    """Where a case's results lie: the same content always in the same place."""
    name = f"trace-{case.theory.id}-{case.content[:8]}"
    out = case.arms[0].values["out"]
    if out is None:
        return Path("results", "runs", name)
    return Path(out) if alone else Path(out, name)


def run_all(cases: Sequence[Case]) -> None:
    """Run cases one after the other; each writes a folder of its own as soon as it is done."""
    from icsim.report.progress import worlds_done
    from icsim.report.trace.files import SIGN, write
    from icsim.report.trace.text import tell

    for case in cases:
        into = folder(case, alone=len(cases) == 1)
        with written_together(into, SIGN) as making:  # the folder comes first: one that cannot be written costs nothing
            with worlds_done(f"{case.theory.id}: {case.arms[0].weeks} weeks") as progress:
                traced = run_case(case, progress)
            write(traced, making)
        tell(traced, into)
