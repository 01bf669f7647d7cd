"""Whether a phrase says that something is there, or that it is not, or less of it: `no trust`, `lack of clarity`, `fewer`."""

import re
from collections.abc import Collection

WORDS = re.compile(r"[a-z]+(?:n['’]t)?")
NONE = (
    "no not never none nobody nothing neither nor without lack lacks lacked lacking absence absent missing cannot hardly rarely "
    "seldom barely fail fails failed failing failure avoid avoids avoided avoiding stop stops stopped stopping cease ceases ceased "
    "refuse refuses refused refusing"
)
LESS = (
    "less fewer few little reduced reduces reduce reducing reduction decreased decreases decrease decreasing declined declines "
    "decline declining fallen falls fall fell falling lower lowered low lowers diminished weak weaker weakened poor poorer worse "
    "worsened worsens lost lose loses losing loss limited insufficient inadequate eroded erodes erosion undermined undermines "
    "damaged disappeared disappears lapsed broken"
)
TURNING = frozenset([*NONE.split(), *LESS.split()])
PREFIXES = ("un", "dis", "mis")
ENDING = re.compile(r"(?<=[a-z]{4})(?:es|ed|ing|s|e)$")
NOT_ONLY = re.compile(r"\bnot (?:only|just)\b")


def turning_words(phrase: str, known: Collection[str], by: str = "") -> list[str]:
    """The words of a phrase that turn it round, without those that stand in `by`, the phrase that it is like.

    `known` are words of the vocabulary: `unclear` turns round, for `clear` is one of them.
    """
    own = set(WORDS.findall(by.lower()))
    words = WORDS.findall(NOT_ONLY.sub("", phrase.lower()))
    stems = {_stem(word) for word in own if word in TURNING}
    return [word for word in words if word not in own and _stem(word) not in stems and _turns(word, known)]


def _stem(word: str) -> str:
    """A verb without its ending: `avoids` is as `avoided`."""
    return ENDING.sub("", word)


def _turns(word: str, known: Collection[str]) -> bool:
    if word in TURNING or word.endswith(("n't", "n’t")):
        return True
    return any(word.startswith(prefix) and word.removeprefix(prefix) in known for prefix in PREFIXES)
