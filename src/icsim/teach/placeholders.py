"""Placeholders in a lesson's texts: `{morale.overridden}` stands for a number that the run itself gives."""

import re
from collections.abc import Mapping

_NAME = re.compile(r"\{([A-Za-z0-9_.]*)\}")


def names_in(text: str) -> list[str]:
    """The placeholders of a text, without their braces, in order."""
    return _NAME.findall(text)


def fill_placeholders(text: str, values: Mapping[str, str]) -> str:
    """The text with every placeholder replaced; `values` has them all."""
    return _NAME.sub(lambda found: values[found[1]], " ".join(text.split()))
