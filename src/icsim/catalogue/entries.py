"""What the data beside the rules becomes: frozen records, one per lever, number, choice, measure and event."""

from collections.abc import Mapping
from dataclasses import dataclass, field

WEEKS_OF_A_YEAR = 52
EVIDENCE_LABELS = ("measured", "recalled", "convention", "assumption")
TIERS = ("team", "system")
NAME_KINDS = {  # what a name of that type may be the name of
    "leader": ("leader",),
    "leaders": ("tier", "leader"),
    "teams": ("organisation", "site", "team"),
    "sites": ("site", "organisation"),
}
DIRECTIONS = ("up", "down", "none")
TYPES = ("number", "integer", "choice", "text", "names", *NAME_KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that can be set, with all that is known of it. A default of None: see `Lever`; elsewhere, not given."""

    name: str
    type: str
    default: float | int | str | None
    help: str
    display: str
    range: tuple[float, float] | None = None  # numbers only
    choices: Mapping[str, str] = field(default_factory=dict)  # choices only: the word and its help, in order
    aliases: Mapping[str, float] = field(default_factory=dict)  # names that some of its numbers go by
    unit: str = ""
    source: str = ""
    evidence: str = ""

    def allowed(self) -> str:
        """What may stand here, in words."""
        if self.type == "choice":
            return f"one of: {', '.join(self.choices)}"
        nouns = {"number": "a number", "integer": "a whole number", "text": "a text", "names": "a list of names, such as [a,b]"}
        noun = nouns.get(self.type, "a name")
        return noun + (f" from {self.span()}" if self.range else "") + "".join(f" or {word}" for word in self.aliases)

    def span(self) -> str:
        """The range in words; large whole numbers in full."""
        assert self.range is not None
        low, high = (str(int(end)) if end == int(end) else f"{end:g}" for end in self.range)
        return f"{low} to {high}"

    def number(self, value: float | str) -> float:
        """A value as the engine takes it: a choice is its place in the order of the choices."""
        return float(list(self.choices).index(value)) if isinstance(value, str) else float(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Entry):
    """A number inside a rule, at `parameters.<home>.<name>`."""

    home: str

    @property
    def key(self) -> str:
        """Its place below `parameters`, and its name in tables."""
        return f"{self.home}.{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever(Entry):
    """Something a leader does. A default of None follows the mechanism's level; full use takes `hours` a week."""

    mechanism: str = ""  # empty: it belongs to the tier, not to a mechanism
    hours: Parameter | None = None
    valence: int = 1  # where levers are only counted: 1 good for those led, -1 harmful, 0 neither (placebos and choices)
    tiers: tuple[str, ...] = TIERS  # of the leaders who can be set to it; others follow the level or have the default

    @property
    def key(self) -> str:
        """Its place below `leadership.<tier>`."""
        return f"{self.mechanism}.{self.name}" if self.mechanism else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleVariant(Entry):
    """A choice between rules of one signature, at `rules.<name>`; `home` is the file that holds them."""

    home: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextVariable(Entry):
    """A condition that leaders work under, at `context.<name>`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSetting(Entry):
    """How a command runs, not what the world is; `commands` are those that take it, none: all."""

    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """One file of rules: a mechanism of leadership, or a process of the week."""

    name: str
    kind: str
    title: str
    help: str
    sources: tuple[str, ...] = ()
    papers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism(RuleFile):
    """A mechanism, with what tables, figures and the page need to show it."""

    number: int  # in the review; tables, figures and the order of levers follow it
    order: int  # place among the page's sliders
    short: str  # label where a title has no room
    colour: str  # "#rrggbb", dark enough to be read on white


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Something observed, who carries it (or `also` does), and the smallest effect that counts."""

    name: str
    carrier: str
    kind: str
    unit: str
    help: str
    display: str
    range: tuple[float, float | None]  # None: no end
    smallest_effect: float
    better: str  # up: those who have more of it are better off; down: worse off; none: neither (a convention)
    also: str | None = None
    per_lever: bool = False  # asked for as NAME.LEVER
    smallest_effect_per: str = ""  # "year": of counting, so that by a later week it takes a larger difference

    @property
    def counts(self) -> str:
        """The smallest effect that counts, in words."""
        return f"{self.smallest_effect:g}" + (f" a {self.smallest_effect_per}" if self.smallest_effect_per else "")

    def smallest_by(self, week: int) -> float:
        """The smallest effect that counts in what is read at a week."""
        return self.smallest_effect * week / WEEKS_OF_A_YEAR if self.smallest_effect_per else self.smallest_effect


@dataclass(frozen=True, slots=True, kw_only=True)
class EventField(Entry):
    """One field of an event of the timeline."""

    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A kind of dated event and its fields; a `free` one takes any paths of the configuration and their new values."""

    name: str
    help: str
    display: str
    fields: Mapping[str, EventField]
    free: bool = False
