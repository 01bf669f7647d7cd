"""Statements of the notation: loops, branches, selects, assignments and draws, written down as lines of the kernel."""

import ast
from collections.abc import Sequence
from typing import cast

from icsim.engine.block_fields import GRIDS
from icsim.engine.layout import COUNT, EXISTS, ID, All, Two
from icsim.engine.translation.expressions import OPERATORS, TRUTH, Expressions
from icsim.engine.translation.symbols import (
    DRAWS,
    Linked,
    Ref,
    Scope,
    Value,
    is_number,
    needs_branch,
    negated,
    parts,
    without_early_exits,
)
from icsim.engine.translation.writing import Assumed


class Statements(Expressions):
    """Runs statements."""

    def run(self, body: Sequence[ast.stmt]) -> None:
        """Statements, one after the other."""
        for statement in body:
            self.frames[-1], self.last = (self.frames[-1][0], statement.lineno), statement is body[-1]
            does = getattr(self, f"_run_{type(statement).__name__}", None)
            if does is None:
                said = ast.unparse(statement).splitlines()[0]
                raise self.refused(f"`{said}` has no place in a step: it assigns, asks `if`, and walks lists of the world by `for`")
            does(statement)

    def _run_Pass(self, statement: ast.Pass) -> None:
        pass

    def _run_Expr(self, statement: ast.Expr) -> None:
        if not isinstance(statement.value, ast.Constant):
            raise self.refused("a step assigns; an expression alone does nothing")

    def _run_Assign(self, statement: ast.Assign) -> None:
        value = statement.value
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in DRAWS:
            self.draw(statement.targets[0], value)
        elif isinstance(value, ast.Tuple) and isinstance(statement.targets[0], ast.Tuple):
            targets = statement.targets[0].elts
            fresh = all(isinstance(target, ast.Name) and target.id not in self.known for target in targets)
            if not fresh:  # what is assigned may be read beside it
                found = [self.value_of(part) for part in value.elts]
                found = [self.temporary(part) if isinstance(part, Value) else part for part in found]
                for target, part in zip(targets, found, strict=True):
                    self.assign(target, part)
            else:
                for target, node in zip(targets, value.elts, strict=True):
                    self.assign(target, self.value_of(node))
        else:
            part = self.value_of(value)
            part = self.temporary(part) if isinstance(part, Value) and len(statement.targets) > 1 else part
            for target in statement.targets:
                self.assign(target, part)

    def _run_AugAssign(self, statement: ast.AugAssign) -> None:
        sign = OPERATORS.get(type(statement.op), "")
        if sign not in ("+", "-"):
            raise self.refused("only += and -= add to something")
        value = self.number(statement.value, "float")
        if isinstance(statement.target, ast.Name):
            before = self.known.get(statement.target.id)
            if not isinstance(before, Value) or before.text not in self.locals:
                raise self.refused(f"{statement.target.id} is no sum that was begun, such as `{statement.target.id} = 0.0`")
            target, mask = before.text, self.mask(before.text)
        else:
            target, mask = self.place(statement.target)[0], self.mask()
        if mask:
            value = Value(f"{self.unconditional(value).text} if {mask} else 0.0", "float", True)
        self.emit(f"{target} {sign}= {value.text}")

    def _run_If(self, statement: ast.If) -> None:
        test = self.condition(statement.test)
        if test.text in ("True", "False"):
            self.run(statement.body if test.text == "True" else statement.orelse)
        elif not test.lane and (needs_branch(statement) or (self.last and self.open is None and len(self.frames) == 1)):
            outer = self.scope
            for text, body in ((test.text, statement.body), (negated(test).text, statement.orelse)):
                if body:
                    self.branch(text, body, {test.text} if body is statement.body else set())
                    self.scope, self.open = outer, None
        else:
            self.select(test, statement)

    def branch(self, test: str, body: list[ast.stmt], exists: set[str]) -> None:
        """A branch that all lanes take or none."""
        self.enter(Scope(f"if {test}:", self.frames[0][1]))
        with Assumed(self, exists, test):
            self.run(body)

    def select(self, test: Value, statement: ast.If) -> None:
        """Both sides for all lanes; what is assigned is chosen by the condition."""
        outer = self.mask()
        for other, body in ((False, statement.body), (True, statement.orelse)):
            if not body:
                continue
            text = negated(test).text if other else test.text
            mask = Value(f"{outer} & ({text})" if outer else text, "bool", test.lane or bool(outer))
            mask = self.temporary(mask, "when")
            scope = self.scope
            if needs_branch(ast.If(test=statement.test, body=body, orelse=[])):
                some = self.unique("some")
                self.before(f"{some} = False")
                self.emit(f"{some} |= {mask.text}")
                self.enter(Scope(f"if {some}:", self.frames[0][1]))
            self.masks.append(mask)
            self.sides[mask.text] = test.text if other else ""
            with Assumed(self, set() if other else {test.text, *parts(test.text)}, mask.text):
                self.run(body)
            self.masks.pop()
            test = test if other else mask
            if scope is not self.scope:
                self.scope, self.open = scope, None

    def _run_For(self, statement: ast.For) -> None:
        if len(self.frames) > 1:
            raise self.refused("a part of the notation has no loops")
        many = self.value_of(statement.iter)
        if not isinstance(many, Linked) or not isinstance(statement.target, ast.Name) or statement.orelse:
            raise self.refused(f"`for` walks over a list of the world, such as team.ties, not over {ast.unparse(statement.iter)}")
        outer, line, name = self.scope, self.frames[0][1], statement.target.id
        link, row = many.link, self.unique(name)
        if isinstance(link, All):
            self.enter(Scope(f"for {row} in range({COUNT[link.carrier]}):", line))
            one = Ref(link.carrier, row, self.scope)
        elif isinstance(link, Two):
            tier = self.unique("tier")
            self.enter(Scope(f"for {tier} in range(2):", line, {f"{link.row.format(many.of.row)} + {tier}": row}))
            one = Ref(link.carrier, row, self.scope)
            self.enter(Scope(f"if {link.exists.format(row)}:", line))
        else:
            q, at = self.unique("q"), many.of.row
            self.enter(Scope(f"for {q} in range({link.start}[{at}], {link.start}[{at} + 1]):", line, {f"{link.of}[{q}]": row}))
            first = self.once(self.scope, f"{link.first}[{q}] == 0", "first") if link.first else ""
            one = Ref(link.carrier, row, self.scope, reached=(at, first))
        if one.carrier in EXISTS and isinstance(link, All):
            self.enter(Scope(f"if {EXISTS[one.carrier].format(row)}:", line))
        with Assumed(self, set(), row):
            self.bind(name, one)
            self.run(without_early_exits(statement.body))
        self.scope, self.open = outer, None

    def assign(self, target: ast.expr, value: object) -> None:
        """Give a value to a field or a name."""
        if isinstance(target, ast.Attribute):
            text, kind = self.place(target)
            self.store(text, self.stored(value, kind), self.mask())
        elif not isinstance(target, ast.Name):
            raise self.refused(f"{ast.unparse(target)} cannot be assigned")
        elif not isinstance(value, Value):
            self.bind(target.id, value)
        elif target.id in self.assigned_once and (not value.lane or value.text.startswith(("par[", "ctx[", "var["))):
            if not value.lane and not value.text.isidentifier() and not is_number(value.text):
                name = self.unique(target.id)
                self.before(f"{name} = {value.text}")
                value = value._replace(text=name)
            self.bind(target.id, value)
        else:
            if value.kind == TRUTH:
                self.as_kind(value, "bool or number")  # refuses it
            self.assign_local(target.id, value)

    def bind(self, name: str, value: object) -> None:
        """Give a name to what is the same in all lanes and passes: an entity, a table, a constant."""
        home = self.homes.get(name)
        if home is not None and len(home) < len(self.within) and home == self.within[: len(home)]:
            raise self.refused(f"{name} means something else outside; who is meant cannot depend on a condition or a pass")
        self.known[name], self.homes[name] = value, self.within

    def assign_local(self, name: str, value: Value) -> None:
        """Give a local a value that differs by lane."""
        before = self.known.get(name)
        other_side = (*self.within[:-1], self.sides.get(self.within[-1], "")) if self.within else None
        if isinstance(before, Value) and other_side and self.born.get(before.text) == other_side:
            self.born[before.text] = self.within[:-1]  # now both sides have assigned it
        if isinstance(before, Value) and before.text in self.locals and self.lives(before.text):
            self.store(before.text, self.as_kind(value, before.kind), self.mask(before.text))
        else:
            text = self.local(name, value.kind)
            self.emit(f"{text} = {value.text}")
            self.born[text] = self.within
            self.known[name], self.homes[name] = Value(text, value.kind, True), ()

    def store(self, target: str, text: str, mask: str) -> None:
        """Write to a field or local, under a condition or always."""
        if mask:
            self.emit(f"{target} = {self.unconditional(Value(text, 'float', True)).text} if {mask} else {target}")
        else:
            self.emit(f"{target} = {text}")

    def mask(self, local: str = "") -> str:
        """The condition that holds here; for a local none that held already where it was first assigned."""
        if not self.masks or (local and self.masks[-1].text in self.born.get(local, ())):
            return ""
        return self.masks[-1].text

    def place(self, target: ast.expr) -> tuple[str, str]:
        """Where a field is stored, and its kind."""
        if len(self.frames) > 1:
            raise self.refused("a part of the notation gives something back and changes nothing")
        if isinstance(target, ast.Attribute):
            of = self.value_of(target.value)
            if isinstance(of, Ref) and GRIDS.get(target.attr) == of.carrier:
                found = self.attribute(of, target.attr)
                assert isinstance(found, Value)  # a field of the block is a number
                self.written[target.attr] = None
                return found.stored or found.text, found.kind
        raise self.refused(f"{ast.unparse(target)} is no field of the block that a step could write")

    def draw(self, target: ast.expr, call: ast.Call) -> None:
        """Four names for a row of draws each."""
        process, *about = [self.value_of(argument) for argument in call.args]
        keys = [about[0], about[1] if len(about) > 1 else 0]
        texts = []
        for key in keys:
            if isinstance(key, Ref) and key.carrier in ID:
                texts.append(self.once(key.scope, ID[key.carrier].format(key.row), f"{key.row}_id"))
            elif isinstance(key, int) or (isinstance(key, Value) and not key.lane):
                texts.append(str(key) if isinstance(key, int) else key.text)
            else:
                raise self.refused("a draw is keyed by entities and whole numbers that are the same in all lanes")
        rows = [f"u{self.draws + n}" for n in range(4)]
        if not isinstance(process, int):
            raise self.refused("a draw begins with its process, such as Process.DECISION")
        if not isinstance(target, ast.Tuple) or len(target.elts) != 4 or self.draws == 8:
            raise self.refused("a draw gives four numbers, and a step has room for two draws")
        self.draws += 4
        week = "week" if cast(ast.Attribute, call.func).attr == "draw" else "0"
        self.before(f"draw_rows({process}, {week}, {', '.join(texts)}, seeds, {', '.join(rows)})")
        for name, row in zip(target.elts, rows, strict=True):
            if isinstance(name, ast.Name) and name.id != "_":
                self.bind(name.id, Value(f"{row}[k]", "float", True))
