"""Leaders' time: what is asked of a week, what of the intended is enacted, and the strain it leaves."""

from icsim.rules import rule
from icsim.rules.arithmetic import clamp01


@rule
def with_spread(value: float, u: float, spread: float) -> float:
    """A leader's own value of a lever about the tier's: the same leader keeps the same rank in every arm.

    Formula: clamp01(value + 4 spread (2 u - 1) value (1 - value))
    Symbols: value, result in [0, 1]; u uniform draw, fixed per leader and lever; spread in [0, 0.25].
    Source: convention. Assumption: no spread at 0 and 1, so an absent lever is absent in all.
    """
    return clamp01(value + spread * (2.0 * u - 1.0) * 4.0 * value * (1.0 - value))


@rule
def workload(hours: float, base: float, span: float, teams: float, crisis_hours: float, crisis: float, week: float) -> float:
    """Share of a week that is asked of a leader.

    Formula: (hours + base + span teams + crisis_hours crisis) / week
    Symbols: hours for levers; base, span (per team led), crisis_hours, week in hours a week; crisis in [0, 1].
    Source: assumption (time is finite). hours add up.
    """
    return (hours + base + span * teams + crisis_hours * crisis) / week


@rule
def pace_of(load_asked: float) -> float:
    """Share of every intended hour that really happens: all while the week suffices, equally less when it does not.

    Formula: 1 / max(1, load_asked)
    Symbols: load_asked >= 0; result in (0, 1]. Source: assumption (time is finite). no priorities.
    """
    return 1.0 / max(1.0, load_asked)


@rule
def demand_on_leader(
    load_asked: float,
    loyalty_strain: float,
    staff_strain: float,
    misfit: float,
    w_load: float,
    w_loyalty: float,
    w_staff: float,
    w_misfit: float,
) -> float:
    """Strain that a week would leave on anyone in this post.

    Formula: clamp01(w_load load_asked load_asked + w_loyalty loyalty_strain + w_staff staff_strain + w_misfit misfit)
    Symbols: load_asked >= 0; states in [0, 1]; weights >= 0. Source: B7, B12, T2.5. Assumption: linear,
    but in the square of the load.
    """
    return clamp01(w_load * load_asked * load_asked + w_loyalty * loyalty_strain + w_staff * staff_strain + w_misfit * misfit)


@rule
def strain_after(strain: float, demand: float, resilience: float, relief: float, rate: float) -> float:
    """Felt strain: follows what the post demands, softened by resilience and by nothing else resilience does.

    Formula: strain + rate (demand (1 - relief resilience) - strain)
    Symbols: strain, demand, resilience, relief, result in [0, 1]; rate per week. Source: T10.1 (built-in placebo).
    """
    return strain + rate * (demand * (1.0 - relief * resilience) - strain)


@rule
def acting_practice(variant: int, practice: float, usual: float) -> float:
    """What of a leader's practice of a lever acts: all of it, or what is usual where no lever acts in its own way.

    Formula: practice if variant = 1, else usual
    Symbols: variant 0 off, 1 mechanisms, 2 generic_trust, 3 hero; practice, usual in [0, 1]; of a
    lever that is a choice, the place of its word.
    Source: credibility (rival theories).
    """
    return practice if variant == 1 else usual


@rule
def mean_enactment(timed: float, untimed: float, pace: float) -> float:
    """What a leader gives, all levers that count taken as one: the mean of what is enacted, less the harm.

    Formula: clamp01(timed pace + untimed)
    Symbols: timed, untimed: part of that mean that takes hours and that takes none, in [-1, 1]; pace in [0, 1]. Result
    in [0, 1]. Source: credibility (rival theories). Assumption: every lever counts alike.
    """
    return clamp01(timed * pace + untimed)
