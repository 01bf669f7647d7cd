"""What it costs to try a theory, in weeks of teams that are simulated: to say how long the others take, and for nothing else."""

from icsim.theory.mediation import held_arms
from icsim.theory.robustness import robustness_checks
from icsim.theory.run_theory import MOST_AT_DEFAULTS, ResolvedBudget
from icsim.theory.scope import LUCKS
from icsim.theory.theory_cases import TheoryCase


def theory_cost(case: TheoryCase) -> float:
    """Worlds x weeks x teams; more replicates, which only the result asks for, are not foreseen."""
    effort = ResolvedBudget.of(case.pair[0])
    own = len(case.arms) + len(case.dosed) + len(held_arms(case))
    worlds = own * effort.draws * effort.replicates + len(case.arms) * min(MOST_AT_DEFAULTS, effort.replicates)
    if effort.robustness_draws:
        looked = sum(len(look.arms) for look in robustness_checks(case))
        worlds += looked * min(effort.robustness_draws, effort.draws) * effort.robustness_replicates
    worlds += len(case.arms) * effort.scope_draws * LUCKS
    return float(worlds * case.pair[0].weeks * len(case.pair[0].world.teams))
