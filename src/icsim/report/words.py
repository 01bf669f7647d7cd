"""Words that all reports share: names as they are read, counts, and what no report is. Nothing here draws."""

from icsim.catalogue import Measure

NO_FORECAST = "explores a theory; no forecast of any real system"


def count_worlds(count: int) -> str:
    """A number of worlds in words."""
    return "1 world" if count == 1 else f"{count:,} worlds"


def readable_name(name: str) -> str:
    """A name of the place file as it is read."""
    return name.replace("_", " ")


def sentence(text: str) -> str:
    """The same text with a capital letter."""
    return text[:1].upper() + text[1:]


def axis_label(measure: Measure) -> str:
    """A measure's label, with its unit where the scale has no end and the label does not say what is counted."""
    told = measure.kind == "count" or measure.range[1] is not None or measure.unit in measure.display
    return measure.display if told else f"{measure.display} ({measure.unit})"


def fitting(text: str, letters: int) -> str:
    """A text that fits beside a figure."""
    return text if len(text) <= letters else text[: letters - 1].rstrip(" ,") + "…"
