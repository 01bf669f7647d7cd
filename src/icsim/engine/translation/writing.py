"""What is written down of a kernel, and where: scopes, loops over lanes, names, and how a step is refused."""

import builtins
import re
from types import FunctionType
from typing import cast

from icsim.engine.block_fields import FIELDS
from icsim.engine.translation.symbols import Scope, Value, bound
from icsim.rules import RULES
from icsim.week.notation import Step
from icsim.week.rng import draw_rows

CALL = re.compile(r"[a-z_0-9]\(")


class NotAStepError(Exception):
    """Something that a step cannot use, with the line it stands on and the cure."""


class Writer:
    """A kernel while it is being written, and what is known where the writing has come to."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.code = bound(cast(FunctionType, step))
        self.names: dict[str, object] = self.code.names  # the globals of the text that is read
        self.known: dict[str, object] = {}  # its locals
        self.assigned_once: set[str] = set()
        self.frames: list[tuple[str, int]] = []  # files and lines: of the step, and of what it calls
        self.root = self.scope = Scope("", 0)
        self.open: list[tuple[int, str]] | None = None  # the loop over lanes that statements go into
        self.masks: list[Value] = []
        self.sides: dict[str, str] = {}  # of the mask of an `else`, that of its `if`
        self.exists: set[str] = set()
        self.within: tuple[str, ...] = ()  # the conditions and loops that statements stand in
        self.homes: dict[str, tuple[str, ...]] = {}  # those that a name was given in
        self.born: dict[str, tuple[str, ...]] = {}  # those that a local was first assigned in
        self.taken: set[str] = {*FIELDS, *RULES, *dir(builtins), "k", "week", "lanes"}
        self.locals: dict[str, str] = {}  # those that differ by lane, with their kinds
        self.passing: set[str] = set()  # names that are left out where nothing comes of them
        self.written: dict[str, None] = {}  # the fields that the step writes, in its order
        self.draws = 0
        self.last = False  # whether a statement is the last of its block
        self.globals: dict[str, object] = {"__name__": self.step.__module__, "draw_rows": draw_rows}

    def enter(self, scope: Scope) -> None:
        """Go on inside a new scope."""
        self.scope.body.append(scope)
        self.scope, self.open = scope, None

    def emit(self, text: str) -> None:
        """A statement of a loop over lanes."""
        if self.open is None:
            self.open = []
            self.scope.body.append(self.open)
        self.open.append((self.frames[0][1], text))

    def before(self, text: str) -> None:
        """A statement that is the same for all lanes, ahead of the loop over lanes that is being written."""
        at = len(self.scope.body) - (self.open is not None)
        self.scope.body.insert(at, (self.frames[0][1], text))

    def once(self, scope: Scope, text: str, hint: str) -> str:
        """The name of something that is worked out once at every pass of a scope."""
        if text.isidentifier():
            return text
        if text not in scope.once:
            scope.once[text] = self.unique(hint)
            self.passing.add(scope.once[text])
        return scope.once[text]

    def unique(self, hint: str) -> str:
        """A name that nothing else in the kernel has."""
        name, n = hint, 1
        while name in self.taken:
            n += 1
            name = f"{hint}_{n}"
        self.taken.add(name)
        return name

    def local(self, hint: str, kind: str) -> str:
        """The name of a new local that differs by lane."""
        name = self.unique(hint)
        self.locals[name] = kind
        return name

    def temporary(self, value: Value, hint: str = "t") -> Value:
        """The value under a name, so that a rule is worked out for every lane whatever the select."""
        if not value.lane or value.text.isidentifier():
            return value
        name = self.local(hint, value.kind)
        self.passing.add(name)
        self.emit(f"{name} = {value.text}")
        return Value(name, value.kind, True)

    def unconditional(self, value: Value) -> Value:
        """What calls or selects itself is worked out for every lane, whatever the select; anything less may stand in it."""
        return self.temporary(value) if CALL.search(value.text) or " if " in value.text else value

    def refused(self, what: str) -> NotAStepError:
        """The error for what stands on the line that is being read."""
        (file, line), *inner = self.frames
        where = "".join(f", in what it calls at {name}:{at}" for name, at in inner)
        return NotAStepError(f"{file}:{line}: step {self.step.__name__}{where}: {what}")

    def lives(self, local: str) -> bool:
        """Whether a local has a value here: all that it was first assigned in still holds."""
        born = self.born.get(local, ())
        return self.within[: len(born)] == born


class Assumed:
    """What is sure to exist, and what statements stand in, for a while."""

    def __init__(self, writer: Writer, exists: set[str], within: str = "") -> None:
        self.writer, self.before = writer, (writer.exists, writer.within)
        self.inside = writer.exists | exists, (*writer.within, within) if within else writer.within

    def __enter__(self) -> None:
        self.writer.exists, self.writer.within = self.inside

    def __exit__(self, *_: object) -> None:
        self.writer.exists, self.writer.within = self.before
