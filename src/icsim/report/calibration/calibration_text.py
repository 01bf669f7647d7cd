"""What a calibration says in plain words, from its model: one truth for the terminal, the page and the file."""

import math
from collections.abc import Iterator

from icsim.results.calibration import CalibrationFile, MiddleRecord, NumberRecord, TargetRecord

FEW, MANY = 3, 12  # things named in a sentence


def calibration_sentences(found: CalibrationFile, caution: str = "") -> Iterator[str]:
    """All of them, in order."""
    yield from _found(found)
    if found.again is not None:
        yield (
            f"A setting that passes the first look passes again in {percent(found.again)} of looks with replicates and leaders "
            "that the first never saw; it enters the table with that chance of its own."
        )
    yield from _costs(found)
    yield from _moved(found.moved)
    if found.facts is not None:
        yield (
            f"Of {found.facts.tests} facts that test the model, a setting of the whole ranges hits {span(found.facts.prior, 0)}, "
            f"one of the table {span(found.facts.table, 0)} (median, and the middle 90 % of {found.facts.settings} settings)."
        )
    if caution:
        yield caution
    yield from (f"No target, on purpose: {name.replace('_', ' ')}: {why}." for name, why in found.left_out.items())


def _found(found: CalibrationFile) -> Iterator[str]:
    if found.narrowed:
        yield (
            f"About {percent(found.share)} of all settings of {found.numbers} numbers resemble {found.title}: so few that "
            f"settings were moved towards it step by step ({found.tried:,} were tried). {found.settings:,} make the table, of "
            f"{found.passed:,} that are no copies of one another; take their spread with care."
        )
        return
    yield (
        f"Of {found.tried:,} settings of {found.numbers} numbers drawn from the whole ranges, {percent(found.share)} resemble "
        f"{found.title}: nothing is missed by more than {found.cut:g} standard deviations of all errors together. "
        f"{found.settings:,} of them make the table."
    )


def _costs(found: CalibrationFile) -> Iterator[str]:
    known = [one for one in found.targets if one.met is not None]
    if known:
        hardest = sorted(known, key=lambda one: one.met or 0.0)[:FEW]
        yield f"Hardest to meet: {'; '.join(map(_cost, hardest))}."
    if found.pairs:
        told = [
            f"{one.first} with {one.second} ({percent(one.both)} of the prior meets both, {percent(one.by_chance)} would by chance)"
            for one in found.pairs[:FEW]
        ]
        yield f"Least met together: {'; '.join(told)}."


def _cost(one: TargetRecord) -> str:
    text = f"{one.name}, which {percent(one.met)} of the prior meets"
    return f"{text} (and {percent(one.met_with_others)} of the {one.others} draws that meet all else)" if one.others else text


def _moved(numbers: tuple[NumberRecord, ...]) -> Iterator[str]:
    moved = [one for one in numbers if one.moved]
    left = len(numbers) - len(moved)
    if not numbers:
        return
    if not moved:
        yield f"None of the {left} numbers moved by itself: what was observed tells nothing of them one by one, only together."
        return
    named = ", ".join(f"{one.name} ({one.how})" for one in moved[:MANY])
    more = f" and {len(moved) - MANY} more" if len(moved) > MANY else ""
    yield (
        f"What was observed moved {len(moved)} of {len(numbers)} numbers: {named}{more}. Of the other {left} it tells nothing "
        "one by one; what is ruled out there are combinations."
    )


def percent(share: float | None) -> str:
    """A share in percent, with two digits where it is small."""
    if share is None or not math.isfinite(share):
        return "–"
    return f"{100.0 * share:.2g} %" if share < 0.1 else f"{100.0 * share:.0f} %"


def span(one: MiddleRecord, digits: int = 2) -> str:
    """A median with its interval."""
    if one.value is None or one.low is None or one.high is None:
        return "–"
    return f"{one.value:.{digits}f} [{one.low:.{digits}f}, {one.high:.{digits}f}]".replace("-", "−")
