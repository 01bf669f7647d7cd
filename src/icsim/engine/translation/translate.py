"""A step in the notation becomes a lane kernel: loops over entities, and innermost over lanes.

It is run once with symbols in the place of numbers. What is the same for all lanes (who belongs to whom, draws' keys,
fixed traits) is worked out once an entity; the rest goes into loops over lanes. A condition that differs by lane becomes a
select; around a loop or a draw it becomes a branch that is left out when no lane needs it. A local that outlives its
loop over lanes becomes a scratch row. Every statement keeps the line it was written on.
"""

import ast
from collections.abc import Callable, Sequence
from functools import cache
from types import FunctionType
from typing import NamedTuple, cast

from numba.core.compiler_lock import global_compiler_lock

from icsim.engine.block_fields import FIELDS, GRIDS, SCRATCH_ROWS
from icsim.engine.layout import COUNT, EXISTS
from icsim.engine.translation.settle import Rows, settle
from icsim.engine.translation.statements import Statements
from icsim.engine.translation.symbols import Ref, Scope, assigned_once, lines, without_early_exits, without_empty, without_unused
from icsim.rules import load_all
from icsim.week.notation import Step, is_step


class Kernel(NamedTuple):
    """A translated step: the function that numba compiles, its text, and the fields it writes, in the order of the step."""

    function: Callable[..., None]
    source: str
    unsettled: str  # before each number is read once and written once: what is made of what, assignment by assignment
    written: tuple[str, ...]


@cache
def translate(step: Callable[..., None]) -> Kernel:
    """The lane kernel of a step. Raises NotAStepError where it uses what a kernel cannot do."""
    load_all()
    with global_compiler_lock:  # the parser of Python 3.11 fails when two threads parse at once
        return _Translator(cast(Step, step)).kernel()


def kernels(steps: Sequence[Callable[..., None]]) -> list[Callable[..., None]]:
    """The kernels of steps; one by hand is its own."""
    return [translate(step).function if is_step(step) else step for step in steps]


class _Translator(Statements):
    """Runs one step with symbols and writes down what it does."""

    def kernel(self) -> Kernel:
        """Write the kernel, compile it to a plain function, and keep the lines of the notation."""
        function = cast(ast.FunctionDef, self.code.node)
        self.frames.append((self.code.file, function.lineno))
        first, *others = [argument.arg for argument in function.args.args]
        known: dict[str, object] = {name: Ref("place", "0", self.root) for name in (first, *others)}
        carrier = self.step.each.carrier
        if carrier != "place":
            row = self.unique(first)
            self.enter(Scope(f"for {row} in range({COUNT[carrier]}):", function.lineno))
            known[first] = Ref(carrier, row, self.scope)
            if carrier in EXISTS:
                self.enter(Scope(f"if {EXISTS[carrier].format(row)}:", function.lineno))
        self.known = known
        self.assigned_once = assigned_once(function)
        self.run(without_early_exits(function.body))
        return self.finished(function)

    def finished(self, function: ast.FunctionDef) -> Kernel:
        """The kernel of what is written down, with its scratch rows, its parameters and the lines of the notation."""
        if not self.written:
            raise self.refused("it writes no field, so nothing comes of it")
        found = list(lines(self.root, 1))
        while len(found) > len(found := without_empty(without_unused(found, self.passing))):
            pass
        body = "\n".join(text for _, text in found)
        tree = ast.parse(f"def {self.step.__name__}():\n{body}\n")
        unsettled = ast.unparse(tree)
        rows = self.rows(tree)
        tree = Rows(rows, self.locals).visit(tree)
        settle(tree, self.unique)
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        parameters = [name for name in ("week", *FIELDS) if name in used]
        lane = next((name for name in ("par", "var", "ctx") if name in parameters), "") or next(n for n in parameters if n in GRIDS)
        head = ast.parse(f"def {self.step.__name__}({', '.join(parameters)}):\n lanes = {lane}.shape[1]").body[0]
        definition = tree.body[0]
        definition.args = head.args  # type: ignore[attr-defined]
        definition.body.insert(0, head.body[0])  # type: ignore[attr-defined]
        source = ast.unparse(ast.fix_missing_locations(tree))
        at = [function.lineno, *(line for line, _ in found)]
        for node in ast.walk(tree):
            if hasattr(node, "lineno"):
                node.lineno = at[min(node.lineno, len(at)) - 1]
                node.end_lineno = node.lineno  # type: ignore[attr-defined]
        head.body[0].lineno = function.lineno  # type: ignore[attr-defined]
        made: dict[str, FunctionType] = {}
        exec(compile(tree, self.code.file, "exec"), self.globals, made)
        made[self.step.__name__].__doc__ = self.step.__doc__
        made[self.step.__name__].__module__ = self.step.__module__
        return Kernel(made[self.step.__name__], source, unsettled, tuple(self.written))

    def rows(self, tree: ast.AST) -> dict[str, str]:
        """A scratch row for every local that more than one loop over lanes uses."""
        uses: dict[str, int] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.For) and isinstance(node.target, ast.Name) and node.target.id == "k":
                names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} & set(self.locals)
                uses.update({name: uses.get(name, 0) + 1 for name in names})
        lasting = sorted(name for name, count in uses.items() if count > 1)
        free = [name for name in SCRATCH_ROWS if name not in {f"u{n}" for n in range(self.draws)}][::-1]
        if len(lasting) > len(free):
            raise self.refused(f"{len(lasting)} locals outlive a loop ({', '.join(lasting)}); there are {len(free)} rows for them")
        return dict(zip(lasting, free, strict=False))
