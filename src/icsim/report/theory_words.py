"""How a clause and its result are said: display labels only, never the names of a file."""

import math

from icsim.catalogue import catalogue
from icsim.theory.asked import Asked
from icsim.theory.clauses.compare import Comparison
from icsim.theory.verdict import Finding
from icsim.theory.vocabulary import BYSTANDERS

EXPECTED = {"up": "higher", "down": "lower", "none": "no change"}
OF = {"led_by": "led by", "power_rank": "power rank:"}
TIERS = {"team": "team leaders", "system": "system leaders"}


def what(asked: Asked) -> str:
    """What is measured."""
    measure, lever = asked.measure, asked.clause.measure.partition(".")[2]
    label = f"{catalogue().levers[lever].display}, {measure.display}" if lever else measure.display
    return label if asked.clause.stat == "mean" else f"{label} ({asked.clause.stat})"


def who(asked: Asked) -> str:
    """Of whom."""
    of = asked.clause.of
    if of == BYSTANDERS:
        return "teams that look on"
    assert isinstance(of, dict)
    return ", ".join(_part(key, value, asked.measure.carrier) for key, value in of.items()) or "everybody"


def when(asked: Asked) -> str:
    """When it is read."""
    return f"by {asked.week}" if asked.clause.by_week else str(asked.week)


def number(value: float, signed: bool = False) -> str:
    """A number with as many digits as it is worth reading."""
    if math.isnan(value):
        return "none"
    if math.isinf(value):
        return "any"
    digits = 3 if abs(value) < 10 else 1
    text = f"{value:+.{digits}f}" if signed else f"{value:.{digits}f}"
    return text.replace("-", "−") if float(text) else text.lstrip("+-")


def difference(result: Comparison) -> str:
    """The difference with its interval."""
    return f"{number(result.difference, True)} [{number(result.low, True)}, {number(result.high, True)}]"


def share(result: Comparison) -> str:
    """In how many of the lucks it came as expected."""
    return "none" if math.isnan(result.share) else f"{round(result.share * result.lucks)} of {result.lucks}"


def in_lucks(finding: Finding) -> str:
    """The same as a clause of a sentence."""
    how = "within the smallest" if finding.asked.clause.expect == "none" else "expected sign"
    return f"{how} in {share(finding.result)} lucks"


def _part(key: str, value: object, carrier: str) -> str:
    if key == "tier":
        return f"{TIERS[str(value)]} only" if carrier == "leading" else TIERS[str(value)]
    if key == "profession":
        return f"{value} teams"
    if key in ("from", "to") and isinstance(value, dict):
        return f"{key} ({', '.join(_part(k, v, carrier) for k, v in value.items())})"
    return f"{OF.get(key, key)} {value}".replace("across sector", "across sectors").replace(
        "across site", "across sites"
    )
