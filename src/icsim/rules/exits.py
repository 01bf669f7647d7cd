"""Exits: leaders resign, and successors arrive."""

from icsim.rules import rule
from icsim.rules.arithmetic import clamp01, exp


@rule
def satisfaction(strain: float, misfit: float, staff_morale: float, w_strain: float, w_misfit: float, w_morale: float) -> float:
    """A leader's satisfaction with the post, 0 at the middle.

    Formula: w_morale (staff_morale - 1/2) - w_strain (strain - 1/2) - w_misfit (misfit - 1/4)
    Symbols: states in [0, 1]; weights >= 0. The middle is 1/2 for strain and morale, 1/4 for misfit. Source: B12.
    """
    return w_morale * (staff_morale - 0.5) - w_strain * (strain - 0.5) - w_misfit * (misfit - 0.25)


@rule
def exit_hazard(weekly: float, utility: float, sharpness: float) -> float:
    """Chance that a leader resigns this week.

    Formula: clamp01(weekly exp(-sharpness utility))
    Symbols: weekly base hazard in [0, 1]; utility about 0; sharpness >= 0. Source: B12, C19.
    """
    return clamp01(weekly * exp(-sharpness * utility))


@rule
def weekly_hazard(annual: float) -> float:
    """The weekly chance that compounds over 52 weeks to an annual one.

    Formula:
        stays = 1 - annual / 52
        12 times: two = stays stays; four = two two; sixteen = four four four four;
            fifty_one = sixteen sixteen sixteen two stays;
            stays = stays - (fifty_one stays - (1 - annual)) / (52 fifty_one)
        result = clamp01(1 - stays)
    Symbols: annual in [0, 0.99]; result in [0, 1]. Source: C19, 1 - (1 - annual)^(1/52). Assumption: none; the root is found
    by Newton's steps from above, since rules have no power of their own.
    """
    stays = 1.0 - annual / 52.0
    for _ in range(12):
        two = stays * stays
        four = two * two
        sixteen = four * four * four * four
        fifty_one = sixteen * sixteen * sixteen * two * stays
        stays = stays - (fifty_one * stays - (1.0 - annual)) / (52.0 * fifty_one)
    return clamp01(1.0 - stays)


@rule
def survival_after(survival: float, hazard: float) -> float:
    """Chance of having stayed so far; a leader goes when it falls below one draw kept per incumbent.

    Formula: survival (1 - hazard)
    Symbols: survival, hazard, result in [0, 1]. Source: C19. Assumption: one draw per incumbent, so a later exit is
    the same exit.
    """
    return survival * (1.0 - hazard)


@rule
def trust_in_successor(trust: float, insider: bool, stranger: float, kept: float) -> float:
    """Trust a successor starts with: a newcomer's is that of a stranger, an insider keeps part of what was there.

    Formula: stranger + kept (trust - stranger) if insider, else stranger
    Symbols: all in [0, 1]. Source: T4 definition (known people in transition posts). Assumption: linear mix.
    """
    return stranger + kept * (trust - stranger) if insider else stranger


@rule
def successor_credibility(credibility: float, u: float, insider: bool, least: float, span: float) -> float:
    """Credibility a successor arrives with: an insider's is what the post had, a newcomer's is drawn about the middle.

    Formula: credibility if insider, else clamp01(least + span u)
    Symbols: credibility, result in [0, 1]; u uniform draw. Source: T1.5. Assumption: newcomers differ evenly.
    """
    return credibility if insider else clamp01(least + span * u)
