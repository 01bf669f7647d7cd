"""The mechanisms in the terminal: what each adds, which need one another, and whose doing it all is."""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap

from icsim.catalogue import catalogue
from icsim.catalogue.labels import count_word
from icsim.config.settings import Settings
from icsim.report.figure_style import NO_FORECAST, sentence
from icsim.statistics.effect_shares import Estimate95
from icsim.theory.mechanism_factorial import ALL, MechanismDecomposition
from icsim.theory.variance_shares import VarianceDecomposition

NONE = "–"
PAGE = 110  # letters in a line of text
MOST = 5  # pairs told of an outcome in the terminal; the table of all pairs is in the files


def print_mechanisms(
    settings: Settings, found: Sequence[MechanismDecomposition], shares: Sequence[VarianceDecomposition], folder: Path
) -> None:
    """Print everything, and where it lies."""
    for line in terminal_lines(settings, found, shares):
        print(line)
    print(f"results: {folder} (mechanisms.json, mechanisms.parquet, mechanisms.png, mechanisms.svg)")
    print(f"This {NO_FORECAST}.")


def terminal_lines(
    settings: Settings, found: Sequence[MechanismDecomposition], shares: Sequence[VarianceDecomposition]
) -> Iterator[str]:
    """The whole text."""
    low, high = (settings.values["levels"][end] for end in ("low", "high"))
    budget = settings.values["budget"]
    yield from _wrapped(
        f"{settings.world.title}, week {settings.weeks}. Each of the {count_word(ALL)} mechanisms stood at {low:g} (low) or "
        f"{high:g} (high) for all leaders, in all {1 << ALL} combinations, in {budget['robustness_draws']} plausible settings "
        f"of the rules' numbers with {budget['robustness_replicates']} replicates each."
    )
    yield ""
    yield from variance_lines(settings, shares)
    yield ""
    names = [mechanism.name for mechanism in found[0].alone]
    yield from _what_each_adds(found, names)
    yield ""
    yield from _wrapped(
        "What leaving it out costs: how much an outcome changes when a mechanism goes from high to low while the other "
        f"{count_word(ALL - 1)} stay high. In brackets: in how many of the plausible settings that makes the outcome worse by as "
        "much as counts."
    )
    rows = [["", *(one.measure.display for one in found)]]
    for n, name in enumerate(names):
        rows.append([title(name), *(f"{signed(-one.alone[n].needed.value)} [{percent(one.alone[n].needed_in)}]" for one in found)])
    yield from aligned(rows)
    yield ""
    yield from _wrapped(
        "Which two need each other: what two high ones do beyond the sum of what each does alone (+ more, − less, as the "
        "outcome is measured)."
    )
    for one in found:
        yield pairs_text(one)


def _what_each_adds(found: Sequence[MechanismDecomposition], names: Sequence[str]) -> Iterator[str]:
    """The table of effects and shares; of a total that does not count no share is told, for nothing in it can be ranked."""
    yield from _wrapped(
        "What each adds: how much an outcome changes when a mechanism goes from low to high, averaged over all combinations of the "
        f"other {count_word(ALL - 1)}. In brackets: its share of all that the {1 << ALL} combinations differ by, where what "
        f"several do only together is shared out evenly among them; {NONE} where all of it together is less than counts. Below: "
        "how much of these differences is explained by adding up."
    )
    rows = [["", *(one.measure.display for one in found)]]
    for n, name in enumerate(names):
        cells = (f"{signed(one.alone[n].effect.value)} ({_of_total(one, one.alone[n].shapley)})" for one in found)
        rows.append([title(name), *cells])
    spans = (f"{_of_total(one, one.additive)} {format_span(one.additive) if counts(one) else ''}".strip() for one in found)
    rows.append([f"{count_word(ALL)} effects, added up", *spans])
    logit = (_of_total(one, one.additive_logit) if one.additive_logit else NONE for one in found)
    rows.append(["  the same on the logit scale", *logit])
    rows.append(["what two do beyond that", *(_of_total(one, one.pairs) for one in found)])
    rows.append(["what three or more do beyond that", *(_of_total(one, one.rest) for one in found)])
    yield from aligned(rows)


def counts(one: MechanismDecomposition) -> bool:
    """Whether all combinations together differ by as much as counts: two standard deviations are the effect of one alone."""
    return 2.0 * one.spread.value >= one.measure.smallest_effect


def _of_total(one: MechanismDecomposition, share: Estimate95) -> str:
    """A share of all that the combinations differ by; none of a total that does not count."""
    return percent(share) if counts(one) else NONE


def pairs_text(one: MechanismDecomposition) -> str:
    """Which pairs do more or less than the sum of both."""
    counting = sorted((pair for pair in one.together if pair.counts), key=lambda pair: -abs(pair.size.value))
    head = f"{one.measure.display}: "
    if not counting:
        largest = max(one.together, key=lambda pair: abs(pair.size.value) if math.isfinite(pair.size.value) else -1.0)
        names = f"{title(largest.first)} with {title(largest.second)}"
        size = signed(largest.size.value)
        return (
            f"{head}no two go beyond their sum by as much as counts ({one.measure.smallest_effect:g}); the most do {names}, {size}"
        )
    told = [f"{title(pair.first)} with {title(pair.second)} {signed(pair.size.value)}" for pair in counting[:MOST]]
    more = f"; and {len(counting) - MOST} more" if len(counting) > MOST else ""
    return f"{head}{'; '.join(told)}{more}"


def variance_lines(settings: Settings, shares: Sequence[VarianceDecomposition]) -> Iterator[str]:
    """The table of shares of variance."""
    yield from _wrapped(
        "Whose doing it is: shares of the variance between worlds. First what a group explains alone, with its 95 % interval; then "
        "what it explains with all that it does together with others. Only together: what no group explains alone."
    )
    head = ["", *(share.group for share in shares[0].shares), "only together", "standard deviation"]
    rows = [head]
    for one in shares:
        cells = [f"{percent(share.alone)} {format_span(share.alone)} {percent(share.whole)}" for share in one.shares]
        if not 2.0 * one.deviation.value >= one.measure.smallest_effect:
            cells = [NONE for _ in one.shares]
        together = NONE if cells[0] == NONE else percent(one.together)
        rows.append([one.measure.display, *cells, together, f"{one.deviation.value:.2f}"])
    yield from aligned(rows)
    yield from _wrapped(
        "Leaders: the level of every mechanism in both tiers, from 0 to 1. Circumstances: the context over its ranges. Structure: "
        "who is there and who knows whom in week 0. Replicates: all that chance does from then on. From "
        f"{settings.values['budget']['draws']} sets of worlds."
    )


def _wrapped(text: str) -> Iterator[str]:
    yield from wrap(text, PAGE)


def title(name: str) -> str:
    """A mechanism's title."""
    return sentence(catalogue().mechanisms[name].title.lower())


def percent(share: Estimate95) -> str:
    """A share in whole percent."""
    return f"{100.0 * share.value:.0f} %".replace("-0 %", "0 %").replace("-", "−") if math.isfinite(share.value) else NONE


def format_span(share: Estimate95) -> str:
    """Its interval."""
    return f"[{100.0 * share.low:.0f}, {100.0 * share.high:.0f}]".replace("-", "−") if math.isfinite(share.low) else ""


def signed(value: float) -> str:
    """A size with its sign."""
    return f"{value:+.3f}".replace("-", "−") if math.isfinite(value) else NONE


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns side by side."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
