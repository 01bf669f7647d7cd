"""What the commands that take no configuration share: --help, a few keys of their own, and one word."""

from collections.abc import Sequence

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean


def asks_help(rest: Sequence[str]) -> bool:
    """Whether one of the options is that for help."""
    return any(word in ("--help", "-h") for word in rest)


def own_keys(command: str, usage: str, keys: Sequence[str], rest: Sequence[str]) -> dict[str, str]:
    """The values by key; UserError for one that is unknown, empty or there twice."""
    given: dict[str, str] = {}
    for word in rest:
        key, _, value = word.partition("=")
        if key not in keys or not value or key in given:
            raise UserError(f"{command}: {word} is not understood; allowed: {usage}{did_you_mean(key, keys)}")
        given[key] = value
    return given


def one_word(command: str, usage: str, words: Sequence[str], wanted: str) -> str:
    """The one word of a command; UserError for none or several, which says what is `wanted`."""
    if len(words) != 1:
        raise UserError(f"{command}: {' '.join(words) or 'nothing'} is {wanted}: {usage}")
    return words[0]
