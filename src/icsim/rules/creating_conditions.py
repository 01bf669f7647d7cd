"""Creating the conditions: aligned systems as a slow stock, goals, social skill, and what cuts do."""

from icsim.rules import rule
from icsim.rules.arithmetic import clamp01


@rule
def conditions_after(conditions: float, alignment: float, silo: float, build: float, decay: float, silo_drag: float) -> float:
    """Aligned governance, finance, HR and IT of an organisation: built slowly, worn slowly.

    Formula: conditions + build alignment (1 - silo_drag silo) (1 - conditions) - decay conditions
    Symbols: conditions, alignment, silo, silo_drag, result in [0, 1]; build, decay per week in [0, 1].
    Source: T2.1, T2.2; silo funding slows building (T5.3). Assumption: a linear stock.
    """
    return conditions + build * alignment * (1.0 - silo_drag * silo) * (1.0 - conditions) - decay * conditions


@rule
def delivered_after(delivered: float, conditions: float, joint: float, conditions_weight: float, rate: float) -> float:
    """What a team sees delivered: the conditions it works in, and how joint work goes.

    Formula: delivered + rate (conditions_weight conditions + (1 - conditions_weight) joint - delivered)
    Symbols: all in [0, 1]; rate per week. Source: B3. Assumption: a fixed mix of the two.
    """
    return delivered + rate * (conditions_weight * conditions + (1.0 - conditions_weight) * joint - delivered)


@rule
def cut_after(cut: float, cost_cutting: float, depth: float, rate: float) -> float:
    """Share of staff hours that cost cutting has taken away.

    Formula: cut + rate (depth cost_cutting - cut)
    Symbols: all in [0, 1]; depth is the share lost at full cost cutting; rate per week. Source: T2.5 (box 2).
    """
    return cut + rate * (depth * cost_cutting - cut)


@rule
def job_fear_after(
    fear: float, cost_cutting: float, crisis: float, base: float, w_cutting: float, w_crisis: float, rate: float
) -> float:
    """Fear for one's job: raised by cost cutting at the top and by crises.

    Formula: fear + rate (clamp01(base + w_cutting cost_cutting + w_crisis crisis) - fear)
    Symbols: all in [0, 1]; rate per week. Source: T2.5 (box 2). Assumption: cuts are seen whoever announces them.
    """
    return fear + rate * (clamp01(base + w_cutting * cost_cutting + w_crisis * crisis) - fear)


@rule
def business_style(cost_cutting: float, base: float) -> float:
    """How far the leader above manages by numbers.

    Formula: base + (1 - base) cost_cutting
    Symbols: all in [0, 1]. Source: T2.5 (box 2). Assumption: some of it is always there.
    """
    return base + (1.0 - base) * cost_cutting


@rule
def misfit_after(misfit: float, style: float, values: float, rate: float) -> float:
    """Distance between the style above and a leader's own values (0 people, 1 business).

    Formula: misfit + rate (abs(style - values) - misfit)
    Symbols: all in [0, 1]; rate per week. Source: T2.5 (box 2).
    """
    return misfit + rate * (abs(style - values) - misfit)
