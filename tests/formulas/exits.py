"""A second reading of icsim.rules.exits, written from what its rules say of themselves and not from their code."""

import math

from formulas.arithmetic import clamp01, towards


def satisfaction(strain: float, misfit: float, staff_morale: float, w_strain: float, w_misfit: float, w_morale: float) -> float:
    return w_morale * (staff_morale - 0.5) - w_strain * (strain - 0.5) - w_misfit * (misfit - 0.25)


def exit_hazard(weekly: float, utility: float, sharpness: float) -> float:
    return clamp01(weekly * math.exp(-sharpness * utility))


def weekly_hazard(annual: float) -> float:
    return 1 - (1 - annual) ** (1 / 52)


def survival_after(survival: float, hazard: float) -> float:
    return survival * (1 - hazard)


def trust_in_successor(trust: float, insider: bool, stranger: float, kept: float) -> float:
    return towards(stranger, trust, kept if insider else 0.0)


def successor_credibility(credibility: float, u: float, insider: bool, least: float, span: float) -> float:
    return credibility if insider else clamp01(least + span * u)
