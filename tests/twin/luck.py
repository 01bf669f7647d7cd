"""Where chance comes from: Philox 4x32-10 in plain Python, or the library's `random` as a baseline for speed."""

import random
from typing import NamedTuple

Four = tuple[float, float, float, float]

LOW = 0xFFFFFFFF
MULTIPLIERS = 0xD2511F53, 0xCD9E8D57
STEPS = 0x9E3779B9, 0xBB67AE85

TIE, OPENABLE, TRAIT, DEMAND, CHANGE, DECISION, DECISION_MORE, SIGNAL, INNOVATION = range(1, 10)
VOICE, ENCOUNTER, MEETING, BRIDGE, EXIT, SUCCESSOR, CASES, DETECTION, OUTLOOK = range(10, 19)
PEOPLE, CHEMISTRY = 20, 21
OF_STRUCTURE = {TIE, OPENABLE, TRAIT, DEMAND, OUTLOOK, PEOPLE, CHEMISTRY}  # drawn from the luck of what exists before week 1


class Luck(NamedTuple):
    """The two numbers that a world's chance depends on."""

    structure: int
    seed: int


def philox(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """Ten rounds of Philox 4x32 (Salmon et al. 2011)."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        left, right = MULTIPLIERS[0] * c0, MULTIPLIERS[1] * c2
        c0, c1, c2, c3 = (right >> 32) ^ c1 ^ k0, right & LOW, (left >> 32) ^ c3 ^ k1, left & LOW
        k0, k1 = (k0 + STEPS[0]) & LOW, (k1 + STEPS[1]) & LOW
    return c0, c1, c2, c3


class Keyed:
    """Draws that are named by what they decide: the same name, the same four numbers."""

    def __init__(self, luck: Luck) -> None:
        self.structure, self.seed = ((number & LOW, number >> 32 & LOW) for number in luck)

    def draw(self, process: int, week: int, a: int, b: int) -> Four:
        """Four numbers between 0 and 1 for an event: the process, the week or number, and the ids of those concerned."""
        key = self.structure if process in OF_STRUCTURE else self.seed
        w0, w1, w2, w3 = philox((process, week, a, b), key)
        return (w0 + 0.5) * 2.0**-32, (w1 + 0.5) * 2.0**-32, (w2 + 0.5) * 2.0**-32, (w3 + 0.5) * 2.0**-32


class Casual:
    """Draws in the order of asking, as a model is usually written: fast, but two arms do not share their luck."""

    def __init__(self, luck: Luck) -> None:
        self.next = random.Random(luck.seed).random

    def draw(self, process: int, week: int, a: int, b: int) -> Four:
        """The next four numbers, whatever they are for."""
        return self.next(), self.next(), self.next(), self.next()


SOURCES = {"keyed": Keyed, "random": Casual}
