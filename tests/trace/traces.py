"""Small theories to trace: two teams, each with a leader of its own, and one thing that differs."""

from functools import cache
from typing import Any

from icsim.engine.block import ReplicateSeeds
from icsim.theory.arms import compose_all
from icsim.theory.clauses import ArmPair as Arms
from icsim.theory.clauses import BoundClause, bind_clauses
from icsim.theory.load_theory import parse_theory
from icsim.theory.theory_schema import Theory
from icsim.trace.paired_run import PairedRun, ego_network, run_pair

HEALTH, CARE = "health/team", "care/team"
WEEKS = 40
HEED = "leader.health/lead.working_with_power.heed"
DECISION = {"week": 5, "decision": {"by": "health/lead", "about": "structure", "stakes": 0.9, "mode": "consulted"}}
CUTTING = "leader.health/lead.creating_conditions.cost_cutting"


def theory(one: dict[str, Any], other: dict[str, Any], **context: Any) -> Theory:
    """A theory about the health team in the place of two teams."""
    of = {"led_by": "health/lead"}
    data = {
        "id": "planted", "title": "Planted", "source": {"where": "tests"},
        "role": "I", "context": {"place": "pair", "weeks": WEEKS} | context, "arms": {"one": one, "the_other": other},
        "contrast": "one - the_other",
        "resource": [{"measure": "enacted.heed", "of": {"leader": "health/lead"}, "week": 8, "expect": "none"}],
        "reasoning": [{"measure": "fairness", "of": of, "week": 8, "expect": "down"}],
        "outcome": [{"measure": "morale", "of": of, "week": 20, "expect": "down"}],
    }  # fmt: skip
    return parse_theory(data, "planted.yaml")


def arms(one: dict[str, Any], other: dict[str, Any], *overrides: str, **context: Any) -> Arms:
    made = compose_all(theory(one, other, **context), overrides, "planted.yaml")
    return made["one"], made["the_other"]


def heeding() -> Arms:
    """Both leaders ask in week 5; one heeds."""
    return arms({HEED: 0.1}, {HEED: 0.9}, timeline=[DECISION])


@cache
def heeded() -> PairedRun:
    """The two worlds of `heeding`, with a luck in which nobody decides before week 5, and what is heeded then is felt."""
    for seed in range(1, 60):
        pair = run_pair(heeding(), ReplicateSeeds(seed, seed))
        if not pair.field("mode")[1:5].any() and pair.apart["found"][5].any():
            return pair
    raise AssertionError("no such luck")


def team(pair: PairedRun, name: str) -> Any:
    """The circle of a team by name."""
    return ego_network(pair, [one.name for one in pair.world.teams].index(name))


def asked(made: Theory, pair: Arms) -> tuple[BoundClause, ...]:
    """The clauses of a theory with these two arms."""
    return bind_clauses(made, dict(zip(made.contrasted, pair, strict=True)), "planted.yaml")
