"""Expressions of the notation: what each is in the kernel, worked out with symbols in the place of numbers."""

import ast
import builtins
from collections.abc import Callable, Sequence
from types import FunctionType
from typing import get_type_hints

from icsim.base.suggest import closest_name
from icsim.catalogue.load import LEVERS
from icsim.engine.block_fields import FIELDS, GRIDS
from icsim.engine.block_fields import KINDS as FIELD_KINDS
from icsim.engine.layout import FIXED, LINKS, All, Members, To, Two
from icsim.engine.translation.symbols import (
    KINDS,
    TABLES,
    Bound,
    Linked,
    Ref,
    Table,
    Value,
    assigned_once,
    bound,
    constant,
    is_number,
    negated,
    parts,
    returns,
    without_early_exits,
)
from icsim.engine.translation.writing import Assumed, Writer
from icsim.rules import RULES
from icsim.week.entities import CLASSES, Entity
from icsim.week.notation import fields_of

OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
COMPARED = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
TRUTH = "truth"  # what `and` and `or` make of things that are no yes or no by themselves: good in a condition only
ENTITIES = Entity.__module__


class Expressions(Writer):
    """Works out expressions."""

    def run(self, body: Sequence[ast.stmt]) -> None:
        """Statements; the class of statements says how."""
        raise NotImplementedError

    def value_of(self, node: ast.expr) -> object:
        """A symbol, an entity, a list, a table or a function."""
        found = getattr(self, f"_eval_{type(node).__name__}", None)
        if found is None:
            raise self.refused(f"`{ast.unparse(node)}` has no place in a step: use numbers, fields, rules, and loops that add up")
        return found(node)

    def number(self, node: ast.expr, kind: str) -> Value:
        """An expression as a number of a kind."""
        value = self.value_of(node)
        if kind == "bool":
            return self.truth(value, node)
        if isinstance(value, (int, float)):
            value = constant(value)
        if not isinstance(value, Value):
            raise self.refused(f"{ast.unparse(node)} is no number")
        return Value(self.as_kind(value, kind), kind, value.lane)

    def condition(self, node: ast.expr) -> Value:
        """An expression as a yes or no."""
        return self.number(node, "bool")

    def truth(self, value: object, node: ast.expr) -> Value:
        """Whether something is there, holds, or is not 0; a float is neither true nor false."""
        if isinstance(value, Ref):
            return Value(value.exists or "True", "bool", False)
        if isinstance(value, Linked) and isinstance(value.link, Members):
            start, row = value.link.start, value.of.row
            return Value(self.once(value.of.scope, f"{start}[{row} + 1] > {start}[{row}]", f"any_{row}"), "bool", False)
        if isinstance(value, Value) and value.kind in ("bool", TRUTH):
            return value._replace(kind="bool")
        if isinstance(value, Value) and value.kind == "int":
            return Value(f"({value.stored} != 0.0)" if value.stored else f"({value.text} != 0)", "bool", value.lane)
        raise self.refused(f"{ast.unparse(node)} is neither true nor false: say what it is compared with, such as `> 0.0`")

    def as_kind(self, value: Value, kind: str) -> str:
        """The text of a value as another kind of number."""
        if value.kind == kind:
            return value.text
        if kind == "float" and value.kind != TRUTH:
            if value.stored:
                return value.stored
            if value.text in ("True", "False"):
                return repr(float(value.text == "True"))
            if value.kind == "bool":
                return f"(1.0 if {value.text} else 0.0)"
            return repr(float(value.text)) if is_number(value.text) else f"float({value.text})"
        if kind == "bool":
            return self.truth(value, ast.Name(value.text)).text
        if kind == "int" and value.kind == "float":
            return f"int({value.text})"
        if value.kind == TRUTH:
            raise self.refused("`and` and `or` give back what they were given: say `bool(…)` of what is no yes or no by itself")
        raise self.refused(f"{value.text} is {value.kind}, and {kind} is needed")

    def stored(self, value: object, kind: str) -> str:
        """The text of a value as a field of a kind keeps it: as a float."""
        if isinstance(value, (int, float)):
            value = constant(value)
        if not isinstance(value, Value):
            raise self.refused("a field keeps numbers and yes or no: say `bool(…)` of whether somebody is there")
        if kind == "bool" and value.kind == "float":
            raise self.refused("the field is a yes or no, and the value a number")
        if kind == "int" and value.kind == "float":
            raise self.refused("the field is a whole number: say `int(…)`")
        return self.as_kind(value, "float")

    def _eval_Constant(self, node: ast.Constant) -> object:
        return constant(node.value) if isinstance(node.value, (int, float)) else node.value

    def _eval_Name(self, node: ast.Name) -> object:
        if node.id in self.known:
            found, home = self.known[node.id], self.homes.get(node.id, ())
            if home != self.within[: len(home)] or (isinstance(found, Value) and not self.lives(found.text)):
                raise self.refused(f"{node.id} has a value only inside what it is first assigned in; give it one before")
            return found
        found = self.names.get(node.id, getattr(builtins, node.id, self))
        if found is self:
            raise self.refused(f"nothing is called {node.id}")
        return constant(found) if isinstance(found, (int, float)) else found

    def _eval_Attribute(self, node: ast.Attribute) -> object:
        return self.attribute(self.value_of(node.value), node.attr)

    def attribute(self, of: object, name: str) -> object:
        """What a dot and a name give."""
        if isinstance(of, Table):
            return self.named(of, name)
        if isinstance(of, Ref):
            return self.of_entity(of, name)
        if isinstance(of, type):
            return int(getattr(of, name))
        raise self.refused(f"nothing here has a {name}")

    def of_entity(self, of: Ref, name: str) -> object:
        """A field, link, list, fixed trait or method of an entity."""
        if of.exists and of.exists not in self.exists and name != "world":
            raise self.refused(f"there may be none: say `… .{name} if … else …`, or ask for it in an `if`")
        if of.carrier == "place" and name in TABLES:
            return TABLES[name]
        if name in ("world", "week"):
            return Ref("place", "0", self.root) if name == "world" else Value("week", "int", False)
        if name == "lever":
            return Table("lever", LEVERS, "float", "the levers", row=of.row)
        if GRIDS.get(name) == of.carrier:
            return self.grid(of, name)
        if text := FIXED.get(of.carrier, {}).get(name):
            kind = KINDS[get_type_hints(CLASSES[of.carrier])[name]]
            return Value(self.once(of.scope, text.format(of.row), f"{of.row}_{name}"), kind, False)
        if link := LINKS[of.carrier].get(name):
            return self.linked(of, name, link)
        method = getattr(CLASSES[of.carrier], name, None)
        if isinstance(method, FunctionType):
            return bound(method)._replace(known={"self": of})
        hint = closest_name(name, [*fields_of(CLASSES[of.carrier]), *LINKS[of.carrier]])
        raise self.refused(f"a {of.carrier} has no {name}{f'; did you mean {hint}?' if hint else ''}")

    def grid(self, of: Ref, name: str) -> Value:
        """A field's element in the row of an entity."""
        kind = KINDS[FIELD_KINDS[name]]
        stored = f"{name}[{of.row}, k]"
        text = {"float": stored, "bool": f"({stored} > 0.0)", "int": f"int({stored})"}[kind]
        return Value(text, kind, True, "" if kind == "float" else stored)

    def linked(self, of: Ref, name: str, link: To | Members | Two | All) -> object:
        """Who is at the end of a link, or the list that it is."""
        if not isinstance(link, To):
            return Linked(link, of)
        row = self.once(of.scope, link.row.format(of.row), f"{of.row}_{name}")
        exists = self.once(of.scope, link.exists.format(of.row), f"has_{name}") if link.exists else ""
        return Ref(link.carrier, row, of.scope, exists, end=(of.row, name) if of.carrier in ("tie", "leader_tie") else ("", ""))

    def named(self, table: Table, name: str) -> object:
        """A number by its name."""
        key = f"{table.home}.{name}" if table.home else name
        if table.array == "par" and not table.home and any(known.startswith(f"{name}.") for known in table.names):
            return table._replace(home=name)
        if key not in table.names:
            hint = closest_name(key, table.names)
            raise self.refused(f"there is no {key} among {table.title}{f'; did you mean {hint}?' if hint else ''}")
        row = f", {table.row}" if table.row else ""
        return Value(f"{table.array}[{table.names.index(key)}{row}, k]", table.kind, True)

    def _eval_Subscript(self, node: ast.Subscript) -> object:
        of, at = self.value_of(node.value), self.value_of(node.slice)
        if isinstance(of, Table) and isinstance(at, str):
            return self.named(of, at)
        if isinstance(of, Linked) and isinstance(of.link, Two) and isinstance(at, Value) and at.text in ("0", "-1"):
            row = of.link.row.format(of.of.row) + (" + 1" if at.text == "-1" else "")
            return Ref(of.link.carrier, self.once(of.of.scope, row, "far" if at.text == "-1" else "near"), of.of.scope)
        raise self.refused(f"{ast.unparse(node)}: only a lever by its name, or a team's first and last relation")

    def _eval_Lambda(self, node: ast.Lambda) -> Bound:
        return Bound(node, dict(self.known), self.names, self.frames[-1][0])

    def _eval_UnaryOp(self, node: ast.UnaryOp) -> Value:
        if isinstance(node.op, ast.Not):
            return negated(self.condition(node.operand))
        value = self.value_of(node.operand)
        if not isinstance(value, Value) or value.kind == "bool" or not isinstance(node.op, ast.USub):
            raise self.refused(f"`{ast.unparse(node)}` is no number")
        return value._replace(text=f"-{value.text}" if is_number(value.text) else f"(-{value.text})")

    def _eval_BinOp(self, node: ast.BinOp) -> Value:
        sign = OPERATORS.get(type(node.op))
        if sign is None:
            raise self.refused(f"`{ast.unparse(node)}`: + - * / give the same bits everywhere; write a power as a product")
        a, b = self.number(node.left, "float"), self.number(node.right, "float")
        return Value(f"({a.text} {sign} {b.text})", "float", a.lane or b.lane)

    def _eval_BoolOp(self, node: ast.BoolOp) -> Value:
        found, sure, kind = [], set(self.exists), "bool"
        for part in node.values:
            given = self.value_of(part)
            if not isinstance(given, Value) or given.kind != "bool":
                kind = TRUTH  # plain Python gives back the thing itself
            value = self.truth(given, part)
            found.append(value)
            if isinstance(node.op, ast.And):
                self.exists = self.exists | {value.text}
        self.exists = sure
        lane = any(value.lane for value in found)
        sign = (" & " if isinstance(node.op, ast.And) else " | ") if lane else (" and " if isinstance(node.op, ast.And) else " or ")
        return Value(f"({sign.join(f'({value.text})' for value in found)})", kind, lane)

    def _eval_Compare(self, node: ast.Compare) -> Value:
        if len(node.ops) != 1:
            raise self.refused(f"`{ast.unparse(node)}`: one comparison at a time")
        a, b, how = self.value_of(node.left), self.value_of(node.comparators[0]), node.ops[0]
        if isinstance(how, (ast.Is, ast.IsNot)):
            same = self.same(a, b)
            return negated(same) if isinstance(how, ast.IsNot) else same
        a, b = (constant(value) if isinstance(value, (int, float)) else value for value in (a, b))
        if not isinstance(a, Value) or not isinstance(b, Value) or type(how) not in COMPARED:
            raise self.refused(f"`{ast.unparse(node)}` cannot be compared here")
        if a.kind != b.kind or a.stored or b.stored:
            a, b = (value._replace(text=self.as_kind(value, "float")) for value in (a, b))
        return Value(f"({a.text} {COMPARED[type(how)]} {b.text})", "bool", a.lane or b.lane)

    def same(self, a: object, b: object) -> Value:
        """Whether two entities are one, as far as it can be known: None, or the ends of a tie."""
        if b is None and isinstance(a, Ref):
            return negated(Value(a.exists or "True", "bool", False))
        if isinstance(a, Ref) and isinstance(b, Ref):
            if a.row == b.row:
                return Value("True", "bool", False)
            if a.end[0] and a.end[0] == b.end[0]:
                return Value("False", "bool", False)
            for known in self.known.values():
                if isinstance(known, Ref) and known.reached[1] and b.end == (known.row, "a") and a.row == known.reached[0]:
                    return Value(known.reached[1], "bool", False)
        raise self.refused("whether these two are one can be asked of a tie's ends only")

    def _eval_IfExp(self, node: ast.IfExp) -> object:
        test = self.condition(node.test)
        with Assumed(self, {test.text, *parts(test.text)}):
            a = None if test.text == "False" else self.value_of(node.body)
        b = None if test.text == "True" else self.value_of(node.orelse)
        return self.chosen(test, a, b)

    def chosen(self, test: Value, a: object, b: object) -> object:
        """One of two values: a select where the condition differs by lane."""
        if test.text in ("True", "False"):
            return a if test.text == "True" else b
        if isinstance(a, Ref) and isinstance(b, Ref) and not test.lane:
            scope = b.scope
            row = self.once(scope, f"{a.row} if {test.text} else {b.row}", "other")
            return Ref(a.carrier, row, scope)
        a, b = (constant(value) if isinstance(value, (int, float)) else value for value in (a, b))
        if not isinstance(a, Value) or not isinstance(b, Value):
            raise self.refused("a choice between two entities must be the same in all lanes")
        kind = a.kind if a.kind == b.kind else "float"
        stored = ""
        if kind == "int" or (a.stored and b.stored):
            stored = f"({self.as_kind(a, 'float')} if {test.text} else {self.as_kind(b, 'float')})"
        a, b = (Value(self.as_kind(value, kind), kind, value.lane) for value in (a, b))
        if test.lane:
            a, b = self.unconditional(a), self.unconditional(b)
        text = f"({a.text} if {test.text} else {b.text})"
        return Value(text, kind, test.lane or a.lane or b.lane, stored if kind != "float" else "")

    def _eval_Call(self, node: ast.Call) -> object:
        if node.keywords:
            raise self.refused(f"{ast.unparse(node.func)}: arguments go by their order")
        what = self.value_of(node.func)
        if isinstance(what, Bound):
            return self.inlined(what, [self.value_of(argument) for argument in node.args])
        known = RULES.get(getattr(what, "__name__", ""))
        if known is not None and known is what:
            return self.rule(known, node)
        if what in (min, max, abs):
            found = [self.number(argument, "float") for argument in node.args]
            return Value(f"{what.__name__}({', '.join(v.text for v in found)})", "float", any(v.lane for v in found))
        if what in (float, int, bool):
            return self.number(node.args[0], what.__name__)
        if what is len:
            many = self.value_of(node.args[0])
            if isinstance(many, Linked) and isinstance(many.link, Members):
                start, row = many.link.start, many.of.row
                return Value(self.once(many.of.scope, f"{start}[{row} + 1] - {start}[{row}]", f"{row}_count"), "int", False)
        if isinstance(what, FunctionType) and what.__module__ in (self.step.__module__, ENTITIES):
            return self.inlined(bound(what), [self.value_of(argument) for argument in node.args])
        raise self.refused(f"{ast.unparse(node.func)} is neither a rule nor a part of the notation: a function beside the step")

    def rule(self, rule: Callable[..., object], node: ast.Call) -> Value:
        """A call of a rule, each number as the kind that the rule asks for."""
        hints = dict(get_type_hints(rule))
        result = KINDS[hints.pop("return")]
        if len(hints) != len(node.args):
            raise self.refused(f"{rule.__name__} takes {len(hints)} numbers ({', '.join(hints)}), and is given {len(node.args)}")
        found = [self.number(argument, KINDS[kind]) for argument, kind in zip(node.args, hints.values(), strict=True)]
        name = rule.__name__ + ("_of" if rule.__name__ in FIELDS else "")
        self.globals[name] = rule
        return Value(f"{name}({', '.join(value.text for value in found)})", result, any(value.lane for value in found))

    def inlined(self, what: Bound, given: list[object]) -> object:
        """What a part of the notation gives back, its text put in place of the call."""
        names = [argument.arg for argument in what.node.args.args]
        given = [self.temporary(value) if isinstance(value, Value) and len(value.text) > 40 else value for value in given]
        known = dict(what.known)
        known.update(zip([name for name in names if name not in known], given, strict=True))
        before = self.known, self.names, self.assigned_once, self.homes
        self.known, self.names, self.homes = known, what.names, {}
        self.frames.append((what.file, what.node.lineno))
        if isinstance(what.node, ast.Lambda):
            result = self.value_of(what.node.body)
        else:
            self.assigned_once = assigned_once(what.node)
            result = self.returned(without_early_exits(what.node.body))
            if isinstance(result, Value) and not result.stored and " " in result.text.replace(", ", ","):
                result = self.temporary(result, what.node.name.strip("_"))
        self.frames.pop()
        self.known, self.names, self.assigned_once, self.homes = before
        return result

    def returned(self, body: Sequence[ast.stmt]) -> object:
        """What the statements of a part give back."""
        for statement in body:
            self.frames[-1] = (self.frames[-1][0], statement.lineno)
            if isinstance(statement, ast.Return) and statement.value is not None:
                return self.value_of(statement.value)
            if isinstance(statement, ast.If) and returns(statement):
                test = self.condition(statement.test)
                with Assumed(self, {test.text}):
                    a = None if test.text == "False" else self.returned(statement.body)
                b = None if test.text == "True" else self.returned(statement.orelse)
                return self.chosen(test, a, b)
            self.run([statement])
        raise self.refused("this part of the notation does not give anything back on every way through it")
