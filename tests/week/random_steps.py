"""Random small steps in the notation, as text: what may stand where, and nothing of what they would be good for."""

import random
from dataclasses import dataclass, field

FLOATS = {
    "team": ["intent", "expectation_gap", "morale", "queue", "safety"], "tie": ["trust_ab", "trust_ba", "distance", "quality"],
    "leader": ["load", "perceived_sectional", "sectional", "in_post"], "leading": ["reach", "trust_leading", "felt"],
    "organisation": ["conditions"], "leader_tie": ["lead_ab", "lead_ba"],
}  # fmt: skip
BOOLS = {"team": ["said", "known"], "tie": ["present", "joint", "success"], "leader": ["urgent", "done"], "leader_tie": ["met"]}
INTS = {"team": ["trial"], "leader": ["mode", "about"]}
LISTS = {"team": [("ties", "tie"), ("leader_relations", "leading")], "leader": [("led", "leading"), ("ties", "leader_tie")]}
ENDS = {"team": "team", "leader": "leader"}
NUMBERS = ["world.numbers.trust.gain", "world.numbers.staff.morale_rate", "world.context.demand", "world.crisis", "0.25", "1.5"]


@dataclass
class Somebody:
    """A name for an entity in the text."""

    text: str
    carrier: str


@dataclass
class Writer:
    """Writes one step."""

    chance: random.Random
    lines: list[str] = field(default_factory=list)
    somebody: list[Somebody] = field(default_factory=list)
    locals: list[str] = field(default_factory=list)
    draws: int = 0
    loops: int = 0
    names: int = 0

    def step(self, name: str) -> str:
        """The text of a whole step."""
        kind, me = self.chance.choice([("Team", "i"), ("Tie", "e"), ("Leader", "p"), ("Leading", "r"), ("LeaderTie", "e")])
        carrier = {"Team": "team", "Tie": "tie", "Leader": "leader", "Leading": "leading", "LeaderTie": "leader_tie"}[kind]
        self.somebody = [Somebody(me, carrier), *self.linked(me, carrier)]
        self.block(1, self.chance.randint(2, 5))
        return "\n".join(["@step", f"def {name}({me}: {kind}, world: World) -> None:", *self.lines, ""])

    def linked(self, text: str, carrier: str) -> list[Somebody]:
        """Who can be reached from somebody by links that always lead to one."""
        links = {
            "team": [("near", "leader"), ("organisation", "organisation")], "tie": [("a", "team"), ("b", "team")],
            "leading": [("team", "team"), ("leader", "leader")], "leader_tie": [("a", "leader"), ("b", "leader")],
        }  # fmt: skip
        return [Somebody(f"{text}.{name}", to) for name, to in links.get(carrier, [])]

    def block(self, depth: int, count: int, within: str = "") -> None:
        """Some statements; names given and people met in it are forgotten after it, mostly."""
        people, locals_ = list(self.somebody), list(self.locals)
        for _ in range(count):
            self.statement(depth, within)
        self.somebody = people
        if self.chance.random() < 0.85:  # else what was given inside may be read outside, which is refused
            self.locals = locals_

    def statement(self, depth: int, within: str) -> None:
        """One statement, perhaps with others in it."""
        pad, roll = "    " * depth, self.chance.random()
        if roll < 0.22 and depth < 4:
            self.lines.append(f"{pad}if {self.condition(2)}:")
            self.block(depth + 1, self.chance.randint(1, 2), within)
            if self.chance.random() < 0.4:
                self.lines.append(f"{pad}else:")
                self.block(depth + 1, self.chance.randint(1, 2), within)
        elif roll < 0.36 and depth < 3 and self.loops < 2 and (walks := self.walks()):
            over, carrier = self.chance.choice(walks)
            self.loops += 1
            one = f"one{self.loops}"
            self.lines.append(f"{pad}for {one} in {over}:")
            self.somebody += [Somebody(one, carrier), *self.linked(one, carrier)]
            self.block(depth + 1, self.chance.randint(1, 3), "for")
            self.somebody = [known for known in self.somebody if not known.text.startswith(one)]
        elif roll < 0.42 and self.draws < 2 and (keyed := [s for s in self.somebody if s.carrier in ENDS]):
            self.draws += 1
            names = [f"u{self.draws}{n}" for n in range(4)]
            whom = self.chance.choice(keyed).text
            self.lines.append(f"{pad}{', '.join(names)} = world.draw(Process.CASES, {whom})")
            self.locals += names[:2]
        elif roll < 0.60:
            self.assigned(pad)
        elif roll < 0.64 and depth > 1:
            self.lines.append(f"{pad}{'continue' if within else 'return'}")
        else:
            self.written(pad)

    def assigned(self, pad: str) -> None:
        """A local gets a value, a new one or one that has one; or grows."""
        mine = [name for name in self.locals if name.startswith("x")]
        if mine and self.chance.random() < 0.5:
            self.lines.append(f"{pad}{self.chance.choice(mine)} {self.chance.choice(['=', '+=', '-='])} {self.number(2)}")
        else:
            self.names += 1
            self.lines.append(f"{pad}x{self.names} = {self.number(2)}")
            self.locals.append(f"x{self.names}")

    def written(self, pad: str) -> None:
        """A field gets a value."""
        who = self.chance.choice([s for s in self.somebody if s.carrier in FLOATS])
        roll = self.chance.random()
        if roll < 0.15 and who.carrier in BOOLS:
            self.lines.append(f"{pad}{who.text}.{self.chance.choice(BOOLS[who.carrier])} = {self.condition(2)}")
        elif roll < 0.25 and who.carrier in INTS:
            self.lines.append(f"{pad}{who.text}.{self.chance.choice(INTS[who.carrier])} = 2 if {self.condition(1)} else 0")
        else:
            how = self.chance.choice(["=", "=", "=", "+=", "-="])
            self.lines.append(f"{pad}{who.text}.{self.chance.choice(FLOATS[who.carrier])} {how} {self.number(3)}")

    def walks(self) -> list[tuple[str, str]]:
        """Lists that could be walked."""
        return [(f"{s.text}.{name}", of) for s in self.somebody for name, of in LISTS.get(s.carrier, []) if "." not in s.text]

    def number(self, depth: int) -> str:
        """An expression that is a float."""
        roll = self.chance.random()
        if depth == 0 or roll < 0.3:
            return self.simple()
        a, b = self.number(depth - 1), self.number(depth - 1)
        if roll < 0.55:
            return f"({a} {self.chance.choice('+-*')} {b})"
        if roll < 0.62:
            return f"{a} / max(0.5, {b})"
        if roll < 0.72:
            return f"{self.chance.choice(['min', 'max'])}({a}, {b})"
        if roll < 0.82:
            return f"towards({a}, {b}, {self.simple()})"
        if roll < 0.90:
            return f"_part({self.chance.choice(NUMBERS)}, {a})"
        return f"({a} if {self.condition(1)} else {b})"

    def simple(self) -> str:
        """A name or a number."""
        roll = self.chance.random()
        who = self.chance.choice([s for s in self.somebody if s.carrier in FLOATS])
        if roll < 0.25 and self.locals:
            return self.chance.choice(self.locals)
        if roll < 0.4:
            return self.chance.choice(NUMBERS)
        if roll < 0.5 and who.carrier == "leader":
            return f'{who.text}.{self.chance.choice(["time", "style"])}("{self.chance.choice(["vision", "threat"])}")'
        if roll < 0.6 and who.carrier == "team":
            return self.chance.choice(
                [f"({who.text}.far.perceived_sectional if {who.text}.far else 0.5)", f'{who.text}.taken("vision")']
            )
        return f"{who.text}.{self.chance.choice(FLOATS[who.carrier])}"

    def condition(self, depth: int) -> str:
        """An expression that is true or false."""
        roll = self.chance.random()
        flags = [f"{s.text}.{name}" for s in self.somebody for name in (*BOOLS.get(s.carrier, ()), *INTS.get(s.carrier, ()))]
        if depth and roll < 0.25:
            return f"({self.condition(depth - 1)} {self.chance.choice(['and', 'or'])} {self.condition(depth - 1)})"
        if depth and roll < 0.35:
            return f"not {self.condition(depth - 1)}"
        if roll < 0.6 and flags:
            return self.chance.choice(flags)
        if roll < 0.7 and (teams := [s.text for s in self.somebody if s.carrier == "team"]):
            return f"{self.chance.choice(teams)}.far"
        if roll < 0.78:
            return f"world.rules.{self.chance.choice(['trust', 'morale'])} > 0"
        return f"{self.simple()} {self.chance.choice(['<', '<=', '>', '>='])} {self.simple()}"
