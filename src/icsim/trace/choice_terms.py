"""Why a team came or stayed away: the terms of its weekly choice to work jointly, in both worlds.

The rules themselves are called, each term alone with the others at nothing, so that no formula stands here twice. What
was recorded is what a week left; what the choice had before it is taken from the week before where later steps of the
week move it on, and ownership is led back over the two steps that move it after the choice.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from icsim.catalogue import catalogue
from icsim.catalogue.load import CONTEXT, PARAMETERS
from icsim.rules.cooperation import cooperation_motive, engagement_chance, own_costs, own_reasons, partner_reason, tie_costs
from icsim.rules.fairness import bounded_change
from icsim.rules.working_with_power import terms_felt, terms_of_case
from icsim.trace.labels import label_table, state
from icsim.trace.paired_run import EgoNetwork, PairedRun

OWN_FOR = ("intent", "ownership", "partnership_value", "morale", "duty", "conditions", "clarity", "threat", "habit")
PARTNER_FOR = ("trust", "chemistry")
OWN_AGAINST = ("effort", "territoriality", "work")
PARTNER_AGAINST = ("distance", "conflict_open", "risk")
TERMS = (*OWN_FOR, *PARTNER_FOR, *OWN_AGAINST, *PARTNER_AGAINST)
"""In the order of a bar: what speaks for joint work, then what speaks against it."""
NEARER = 40  # steps, each of which leaves less than `working_with_power.terms` of what was missing


@dataclass(frozen=True)
class ChoiceTerms:
    """Terms by name, [week, world] from week 1 on, in the unit of the rule (utility); means over the team's ties."""

    terms: dict[str, NDArray[np.float64]]
    chance: NDArray[np.float64]  # [week, world]: of coming when a case calls for it; nan without a tie

    @staticmethod
    def speaks_for(name: str) -> bool:
        """Whether a term speaks for joint work."""
        return name in (*OWN_FOR, *PARTNER_FOR)

    @staticmethod
    def display(name: str) -> str:
        """What a term is called."""
        if name in label_table("terms"):
            return label_table("terms")[name]
        return catalogue().measures[name].display if name in catalogue().measures else state(name)


def choice_terms(pair: PairedRun, near: EgoNetwork) -> ChoiceTerms:
    """The terms in all weeks."""
    found = np.full((len(TERMS) + 1, pair.last, 2), np.nan)
    weigher = _Weigher(pair, near)
    for week in range(1, pair.last + 1):
        for k in range(2):
            found[:, week - 1, k] = weigher.terms(week, k)
    return ChoiceTerms(dict(zip(TERMS, found, strict=False)), found[-1])


def terms_of(pair: PairedRun, near: EgoNetwork, week: int, world: int) -> tuple[dict[str, float], float]:
    """The same terms of one week, from 1 on, in one world (0 or 1), and the chance."""
    *found, chance = _Weigher(pair, near).terms(week, world)
    return dict(zip(TERMS, found, strict=True)), chance


class _Weigher:
    """What the choice of a team has before it."""

    def __init__(self, pair: PairedRun, near: EgoNetwork) -> None:
        self.pair, self.near = pair, near
        self.one = pair.world.teams[near.team]

    def terms(self, week: int, k: int) -> list[float]:
        """The terms of TERMS, and the chance."""
        own, costs = self._own(week, k), self._costs(week, k)
        ties = [self._tie(week, k, e, side) for e, side in self._present(week, k)]
        if not ties:
            none = float("nan")
            return [*own, *(none for _ in PARTNER_FOR), *costs, *(none for _ in PARTNER_AGAINST), none]
        beta, last = self._par("beta", week, k), len(PARTNER_FOR)
        chance = [engagement_chance(sum(own) + sum(with_[:last]), sum(costs) + sum(with_[last:]), beta) for with_ in ties]
        partner = [float(x) for x in np.mean(ties, axis=0)]
        return [*own, *partner[:last], *costs, *partner[last:], float(np.mean(chance))]

    def _own(self, week: int, k: int) -> list[float]:
        mandate, duty = self._ctx("mandate", week, k), self._par("duty", week, k)
        shares = self._par("motive_intent", week, k), self._par("motive_value", week, k)
        wants, owns = self._team("intent", week, k), self._ownership(week, k)
        wanted = cooperation_motive(wants, owns, 0.0, mandate, 0.0, *shares)
        valued = cooperation_motive(wants, owns, self._team("partnership_team", week, k), mandate, 0.0, *shares)
        motives = (
            cooperation_motive(wants, 0.0, 0.0, mandate, 0.0, *shares),
            cooperation_motive(0.0, owns, 0.0, mandate, 0.0, *shares),
            valued - wanted,  # what the value adds where it carries on
            cooperation_motive(0.0, 0.0, 0.0, mandate, duty, *shares),
        )
        weights = [self._par(name, week, k) for name in ("w_motive", "w_conditions", "w_clarity")]
        weights.append(self._par("threat_compliance", week, k, "working_with_power"))
        conditions = float(self._conditions[week, self.one.organisation, k])
        clarity = self._team("clarity", week, k)
        alone = [(motive, 0.0, 0.0, 0.0) for motive in motives]
        alone += [(0.0, conditions, 0.0, 0.0), (0.0, 0.0, clarity, 0.0), (0.0, 0.0, 0.0, self._team("obeyed", week, k))]
        intent, ownership, value, *others = [own_reasons(*one, *weights) for one in alone]
        return [intent, ownership, value, self._team("eased", week, k), *others, self._team("habit", week, k)]

    def _costs(self, week: int, k: int) -> list[float]:
        cost = self._par("cost", week, k)
        weights = self._par("w_territory", week, k), self._par("w_overload", week, k)
        pressure, overload = self._team("pressure", week - 1, k), self._team("overload", week, k)
        guards = self._team("territoriality", week, k)
        return [
            own_costs(0.0, 0.0, 0.0, cost, *weights),
            own_costs(guards, 0.0, 0.0, 0.0, *weights),
            own_costs(0.0, pressure, overload, 0.0, *weights),
        ]

    def _tie(self, week: int, k: int, e: int, side: int) -> tuple[float, ...]:
        """The terms of one tie: those of PARTNER_FOR, then those of PARTNER_AGAINST."""
        block, before = self.pair.block, week - 1
        other = int(block.tie_a[e] if side else block.tie_b[e])
        trust = float(self._field("trust_ba" if side else "trust_ab")[before, e, k])
        turnout = float(self._field("turnout_reputation")[before, other, k])
        above = self.pair.world.teams[other].system
        risk = float(self._field("perceived_sectional")[before, above, k]) if above >= 0 else 0.0
        distance, clash = (float(self._field(name)[before, e, k]) for name in ("distance", "conflict_open"))
        weights = [self._par(name, week, k) for name in ("w_distance", "w_conflict", "w_risk")]
        return (
            partner_reason(turnout, trust, self._par("benefit", week, k)),
            float(self._field("chemistry")[week, e, k]),
            tie_costs(distance, 0.0, 0.0, *weights),
            tie_costs(0.0, clash, 0.0, *weights),
            tie_costs(0.0, 0.0, risk, *weights),
        )

    def _present(self, week: int, k: int) -> list[tuple[int, int]]:
        here = self._field("present")[week - 1, :, k]
        return [(e, side) for e, side in zip(self.near.ties, self.near.sides, strict=True) if here[e] > 0.0]

    def _ownership(self, week: int, k: int) -> float:
        """Before it settled that week, and before cases on the partner's terms took from it.

        Settling is led back by its formula; what the terms took, by coming nearer and nearer to the ownership of which the
        rules leave what the week left.
        """
        rate = self._par("ownership_fading", week, k, "staff")
        usual = self._par("ownership_usual", week, k, "staff")
        left = (self._team("ownership", week, k) - rate * usual) / (1.0 - rate)
        terms, weight = self._terms_of_cases(week, k), self._par("terms", week, k, "working_with_power")
        before = left
        for _ in range(NEARER):
            before += left - bounded_change(before, -terms_felt(terms, before, weight))
        return before

    def _terms_of_cases(self, week: int, k: int) -> float:
        """How far the week's cases went by the partners' terms, in the mean."""
        block, say = self.pair.block, self._field("influence")[week, :, k]
        felt = [
            terms_of_case(
                float(self._field("distance")[week, e, k]),
                float(say[self.near.team]),
                float(say[int(block.tie_a[e] if side else block.tie_b[e])]),
            )
            for e, side in zip(self.near.ties, self.near.sides, strict=True)
            if self._field("cases")[week, e, k] > 0.0
        ]
        return sum(felt) / max(1.0, float(len(felt)))

    def _team(self, name: str, week: int, k: int) -> float:
        return float(self._field(name)[week, self.near.team, k])

    def _par(self, name: str, week: int, k: int, home: str = "cooperation") -> float:
        return float(self.pair.tables["par"][week, PARAMETERS.index(f"{home}.{name}"), k])

    def _ctx(self, name: str, week: int, k: int) -> float:
        return float(self.pair.tables["ctx"][week, CONTEXT.index(name), k])

    def _field(self, name: str) -> NDArray[np.float64]:
        return self.pair.field(name)

    @cached_property
    def _conditions(self) -> NDArray[np.float64]:
        return self.pair.field("conditions")
