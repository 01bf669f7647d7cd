"""The isolated unit: a theory's arms between two teams with one leader each and nobody else, in the place `pair`.

Whom the theory selects is dropped; what named leaders do, every leader of their tier does; the circumstances are those of
the theory's own place, and if that has joint groups, the two teams share one. What cannot be said of two teams raises
`Misfit` with the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from icsim.base.errors import UserError
from icsim.catalogue import catalogue
from icsim.config.compose import compose
from icsim.config.config_paths import flatten, nest, paths_overlap
from icsim.config.settings import Settings
from icsim.engine.measures import LEADER_KEYS
from icsim.theory.arms import COMMAND, Arms, compose_all
from icsim.theory.clauses import BoundClause, bind_clauses
from icsim.theory.theory_cases import TheoryCase, dose_arms
from icsim.theory.theory_schema import BYSTANDERS, ClauseSpec

PAIR = "pair"
GROUP = {"joint": {"chair": "health/lead", "members": "all"}}  # where the theory's own place has joint groups
OWN = ("prior_ties",)  # of the pair's circumstances: without it, some pairs would be two strangers
NO_SYSTEM = "leaders of the system, whom two teams do not have"


class NotApplicable(Exception):
    """Why something cannot be said of two teams."""


@dataclass(frozen=True)
class TwoTeamTheory:
    """A theory between two teams: its arms, and those of its clauses that can be read there."""

    arms: Arms  # with the doses of interior clauses
    resource: tuple[BoundClause, ...]
    reasoning: tuple[BoundClause, ...]  # as far as it can be read there
    outcome: Mapping[int, BoundClause]  # by the clause's number in the theory
    left_out: Mapping[int, str]  # clauses of the same kind that cannot, and why


def to_two_teams(case: TheoryCase) -> TwoTeamTheory:
    """The theory in the pair; Misfit when it does not fit."""
    theory = case.theory
    pair = compose(COMMAND, [f"place={PAIR}"])
    arms = {name: _patch(arm, case, pair) for name, arm in theory.arms.items()}
    context = _context(case, pair, [path for arm in arms.values() for path in arm])
    left_out = {n + 1: why for n, clause in enumerate(theory.outcome) if (why := why_not_applicable(clause))}
    kept = [n + 1 for n in range(len(theory.outcome)) if n + 1 not in left_out]
    alone = theory.model_copy(
        update={
            "context": context,
            "arms": arms,
            "resource": [_anyone(one.clause, one.week) for one in case.asked if one.part == "resource"],
            "reasoning": [_anyone(clause) for clause in theory.reasoning if not why_not_applicable(clause)],
            "outcome": [_anyone(theory.outcome[n - 1]) for n in kept],
            "secondary": [],
        }
    )
    try:
        made = compose_all(alone, _overrides(case.overrides), case.where)
        asked = bind_clauses(alone, made, case.where)
    except UserError as error:
        raise NotApplicable(str(error).removeprefix(f"{case.where}: ")) from None
    _check_differ(list(made.values()))
    outcome = dict(zip(kept, (one for one in asked if one.part == "outcome"), strict=True))
    resource, reasoning = (tuple(one for one in asked if one.part == part) for part in ("resource", "reasoning"))
    doses = dose_arms(made, [*reasoning, *outcome.values()])
    return TwoTeamTheory({**made, **doses}, resource, reasoning, outcome, left_out)


def why_not_applicable(clause: ClauseSpec) -> str:
    """Why a clause cannot be read of two teams, or nothing."""
    if clause.stronger_for is not None:
        return "it compares two groups"
    if clause.of == BYSTANDERS:
        return "in two teams nobody looks on"
    assert isinstance(clause.of, dict)
    return f"it is about {NO_SYSTEM}" if clause.of.get("tier") == "system" else ""


def _anyone(clause: ClauseSpec, week: int | None = None) -> ClauseSpec:
    """The clause without its selection; where teams have the measure as well, it stays one of leaders.

    `week` is when it is read if it does not say.
    """
    kind = catalogue().measures[clause.measure.partition(".")[0]]
    leaders = kind.also is not None and any(key in clause.of for key in LEADER_KEYS)
    read = {} if clause.week or clause.by_week else {"week": week}
    return clause.model_copy(update={"of": {"tier": "team"} if leaders else {}, **read})


def _overrides(given: Sequence[str]) -> list[str]:
    """The command's words, less its place; what they say of leaders or events holds for the other place alone."""
    keys = {word: word.partition("=")[0].lstrip("+~") for word in given}
    for word, key in keys.items():
        if key.partition(".")[0] in ("leader", "timeline"):
            raise NotApplicable(f"the command sets {word}")
    return [word for word, key in keys.items() if key != "place"]


def _context(case: TheoryCase, pair: Settings, taken: Sequence[str]) -> dict[str, object]:
    """The theory's context and its place's circumstances, as far as no arm sets them."""
    around = {f"context.{name}": value for name, value in case.pair[0].context.items() if name not in OWN}
    given = _patch({key: value for key, value in case.theory.context.items() if key != "place"}, case, pair)
    both = {**around, **given}
    free = {path: value for path, value in both.items() if not any(paths_overlap(path, other) for other in taken)}
    joint = {"place.groups": GROUP} if case.pair[0].place_file.groups else {}
    return {"place": PAIR, **joint, **free}


def _patch(patch: Mapping[str, object], case: TheoryCase, pair: Settings) -> dict[str, object]:
    """A patch of the theory as it reads in the pair, by path."""
    found: dict[str, object] = {}
    named: dict[str, object] = {}
    for path, value in flatten(patch):
        if path.startswith("place."):
            raise NotApplicable("it changes its place")
        if path == "timeline":
            found[path] = [made for item in value for made in _events(item, case, pair)]
        elif path.startswith("leader."):
            for new in _of_named(path, case, pair):
                if named.setdefault(new, value) != value:
                    raise NotApplicable("it sets leaders of one tier apart from each other")
        else:
            found[path] = value
    return found | named


def _of_named(path: str, case: TheoryCase, pair: Settings) -> list[str]:
    """Where a named leader's lever or trait stands in the pair: with the tier, or with each of its leaders."""
    leaders = case.pair[0].place_file.leaders
    both = {f"leader.{said}.": name for name in leaders for said in (name, name.replace("/", "."))}
    start = max((start for start in both if path.startswith(start)), key=len)
    tier, rest = leaders[both[start]].tier, path.removeprefix(start)
    if rest not in catalogue().traits:
        return [f"leadership.{tier}.{rest}"]
    return [f"leader.{name}.{rest}" for name, spec in pair.place_file.leaders.items() if spec.tier == tier]


def _events(item: Mapping[str, object], case: TheoryCase, pair: Settings) -> list[dict[str, object]]:
    """A dated event in the pair. Whoever is named becomes the tier, or everybody."""
    (event,) = (name for name in item if name != "week")
    given = item[event]
    assert isinstance(given, Mapping)  # an event is checked when the settings are composed
    fields: dict[str, object] = dict(given)
    leaders = case.pair[0].place_file.leaders
    if event == "programme_move":
        raise NotApplicable("a programme moves between sites")
    if event == "set":
        return [{"week": item["week"], "set": nest(_patch(fields, case, pair))}]
    if event == "restructure":
        fields["by"] = "team"  # whoever brings it in: it strikes the teams
    elif event == "decision":
        by = str(fields["by"])
        fields["by"] = leaders[by].tier if by in leaders else by
        if fields["by"] != "team":
            raise NotApplicable(f"decisions are taken by {NO_SYSTEM}")
    elif event == "change":
        fields.pop("who", None)
    elif event == "leader_exit":
        if leaders[str(fields["who"])].tier != "team":
            raise NotApplicable(f"those who leave are {NO_SYSTEM}")
        return [{"week": item["week"], event: {**fields, "who": name}} for name in pair.place_file.leaders]
    return [{"week": item["week"], event: fields}]


def _check_differ(arms: Sequence[Settings]) -> None:
    """Between two teams, what leaders of the system do reaches nobody."""
    seen = [{**arm.values, "leadership": {**arm.values["leadership"], "system": None}, "engine": None} for arm in arms]
    if all(one == seen[0] for one in seen[1:]):
        raise NotApplicable(f"the arms differ in what is done by {NO_SYSTEM}")
