"""Two-level factorial designs: all corners, or a fraction whose generators say what is confounded with what."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from icsim.base.errors import UserError

LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"  # of the axes in their order; I stands for the identity, as in the books
MOST = 24  # axes: 2^24 corners


def resolution_iv_generators(axes: int) -> list[str]:
    """Generators of the smallest fraction of resolution IV; none where all corners are as few.

    With m free axes, each further one is a product of an odd number of them, so that no word of the defining relation is
    shorter than four; there are 2^(m-1) - m such products of three or more (Box & Hunter 1961). Neighbours in the round of
    free axes come first: E=ABC, F=BCD, G=ACD, H=ABD.
    """
    free = next(m for m in range(axes + 1) if axes <= max(m, (1 << m) >> 1))
    words: dict[tuple[int, ...], None] = {}
    for size in range(3, free + 1, 2):
        for steps in combinations(range(1, free), size - 1):
            words |= {tuple(sorted((first + step) % free for step in (0, *steps))): None for first in range(free)}
    chosen = list(words)[: axes - free]
    return [f"{LETTERS[free + n]}={''.join(LETTERS[k] for k in word)}" for n, word in enumerate(chosen)]


def listed_generators(axes: int, given: Sequence[str] | str) -> Sequence[str]:
    """Generators as a list, whether they were given one by one or as `resolution_iv`.

    That stands for the smallest fraction in which no main effect is confounded with another or with a pair.
    """
    return resolution_iv_generators(axes) if isinstance(given, str) else given


def fraction_signs(axes: int, generators: Sequence[str], where: str) -> NDArray[np.int64]:
    """Signs [point, axis], -1 or +1, the first axis varying fastest; generators such as `E=ABC` define the last axes."""
    if axes > MOST:
        raise UserError(f"{where}: {axes} axes; allowed: up to {MOST}; use design=morris for more")
    made = parse_generators(axes, generators, where)
    free = [k for k in range(axes) if k not in made]
    corners = np.arange(1 << len(free))
    signs = np.ones((corners.size, axes), dtype=np.int64)
    for n, k in enumerate(free):
        signs[:, k] = np.where(corners >> n & 1, 1, -1)
    for k, word in made.items():
        signs[:, k] = np.prod(signs[:, list(word)], axis=1)
    return signs


def parse_generators(axes: int, generators: Sequence[str], where: str) -> dict[int, tuple[int, ...]]:
    """Axis -> the axes whose product it is. UserError unless each defines an axis of its own by two or more others."""
    letters = LETTERS[:axes]
    made: dict[int, tuple[int, ...]] = {}
    for text in generators:
        left, equals, right = text.replace(" ", "").partition("=")
        sound = equals and len(left) == 1 and len(right) > 1 and len(set(right)) == len(right) and set(left + right) <= set(letters)
        if not sound or left in right:
            raise UserError(f"{where}: {text} is no generator of {axes} axes, {letters}; write one letter = others, as in E=ABC")
        if letters.index(left) in made:
            raise UserError(f"{where}: {left} is defined twice; allowed: once")
        made[letters.index(left)] = tuple(letters.index(letter) for letter in right)
    for k, word in made.items():
        if any(other in made for other in word):
            raise UserError(f"{where}: {letters[k]} is defined by another that is defined itself; name only free axes")
    if made and (resolution := min(map(len, defining_relation(axes, generators, where)))) < 3:
        raise UserError(f"{where}: two axes would always move together (resolution {resolution}); give other generators")
    return made


def defining_relation(axes: int, generators: Sequence[str], where: str = "generators") -> list[str]:
    """The defining relation: every product of axes that is always +1, shortest first. The shortest is the resolution."""
    letters, basis = LETTERS[:axes], []
    for text in generators:
        left, _, right = text.replace(" ", "").partition("=")
        basis.append(frozenset(left + right))
    found = set()
    for count in range(1, len(basis) + 1):
        for chosen in combinations(basis, count):
            word: frozenset[str] = frozenset()
            for one in chosen:
                word ^= one
            found.add("".join(letter for letter in letters if letter in word))
    return sorted(found, key=lambda word: (len(word), word))


def stated(axes: int, generators: Sequence[str]) -> dict[str, object]:
    """What a study records of its fraction: resolution, defining relation, and the pairs of axes that are confounded."""
    if not generators:
        return {"resolution": "full"}
    relation = defining_relation(axes, generators)
    aliases: dict[str, list[str]] = {}
    for one, other in combinations(LETTERS[:axes], 2):
        for word in relation:
            rest = "".join(sorted(set(word) ^ {one, other}))
            if len(rest) <= 2:
                aliases.setdefault(one + other, []).append(rest)
    return {"resolution": min(map(len, relation)), "defining_relation": relation, "confounded_pairs": aliases}
