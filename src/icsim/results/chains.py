"""`chains.json`: the ripple chains of a study of theories, each link and all of them together."""

from typing import ClassVar, Literal

from pydantic import Field

from icsim.base.document import Document, Record
from icsim.results.values import Estimate


class ChainRecord(Record):
    """A chain: every link in the worlds that the one before it leaves, in the same draws and replicates."""

    links: tuple[str, ...]
    """Ids of the theories, first to last."""
    held: tuple[int, ...]
    """Parameter sets in which each link held."""
    all_held: int
    """Parameter sets in which all links held together."""
    share: Estimate
    """The same as a share of all."""
    without: int
    """Parameter sets in which the last link held where the resource of the one before it was withheld."""
    settings: int
    """Parameter sets tried."""


class ChainsFile(Document):
    """All chains of a study: one for each theory that follows another."""

    FILE: ClassVar[str] = "chains.json"
    COMMAND: ClassVar[str] = "icsim test"

    schema_number: Literal[1] = Field(default=1, alias="schema")
    """Number of this schema."""
    note: str
    """What this is not."""
    chains: tuple[ChainRecord, ...]
