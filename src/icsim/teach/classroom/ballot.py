"""One vote of a class: who voted for what, which way the class goes, and which way runs beside it."""

from dataclasses import dataclass, field
from typing import Literal

from icsim.base.errors import UserError

How = Literal["most", "tie", "host"]
"""Most votes; as many as another, and voted for first; or the host alone."""


@dataclass(frozen=True)
class Outcome:
    """What was decided, by position."""

    taken: int
    other: int
    """The way beside it: that of the next most votes, and where there are none, the first of those that are left."""
    how: How
    wanted: bool
    """Whether anybody voted for the way beside it."""


@dataclass
class Ballot:
    """Votes for one of some choices, each counted once and never changed."""

    choices: int
    cast: dict[str, int] = field(default_factory=dict)  # by voter, in the order in which they came
    host: int | None = None  # what the host decided alone

    def vote(self, voter: str, choice: int) -> None:
        """Count a vote; the same once more does no harm. UserError for another one of the same voter."""
        self.check(choice)
        if self.cast.get(voter, choice) != choice:
            raise UserError("vote: it is cast; wait for the next one")
        self.cast[voter] = choice

    def check(self, choice: int) -> None:
        """UserError for a choice that is not there."""
        if not 0 <= choice < self.choices:
            raise UserError(f"choice: {choice} is not there; give a whole number from 0 to {self.choices - 1}")

    def counts(self) -> list[int]:
        """Votes for each choice."""
        return [sum(one == n for one in self.cast.values()) for n in range(self.choices)]

    def outcome(self) -> Outcome | None:
        """What the votes say, or the host; None in silence. Of two with as many votes, the one that was voted for first."""
        counts, first = self.counts(), list(self.cast.values())
        order = sorted(range(self.choices), key=lambda n: (-counts[n], first.index(n) if counts[n] else len(first), n))
        if self.host is None and not first:
            return None
        taken = order[0] if self.host is None else self.host
        other = next(n for n in order if n != taken)
        how: How = "host" if self.host is not None else "tie" if counts[other] == counts[taken] else "most"
        return Outcome(taken, other, how, counts[other] > 0)
