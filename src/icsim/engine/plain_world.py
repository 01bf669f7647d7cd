"""The plain world: one lane of a block as objects, on which the steps of the week run as they are written.

It gives the bits of compiled code, slowly, can be stopped after any step, and lets whoever asks listen to its draws. What
is a kernel by hand runs on the block's arrays, as plain Python too.
"""

import inspect
import types
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast, get_type_hints

from icsim.catalogue.load import CONTEXT, LEVERS, PARAMETERS, VARIANTS
from icsim.engine.block_fields import INDEX_FIELDS, Block
from icsim.engine.influences import written_fields
from icsim.engine.layout import COUNT, EXISTS, FIXED, ID, LINKS, All, Members, To, Two
from icsim.week.array_types import IndexArray, LaneRow
from icsim.week.entities import CLASSES, Entity, Leader, World
from icsim.week.notation import Choices, Homes, Names, Step, fields_of, is_step
from icsim.week.rng import Draws, draw4_python
from icsim.week.week import AnyStep

Noise = Callable[[int, int, int, int, int], Draws]
"""Four numbers for a process, a week, two ids and a seed."""

FIELDS = {carrier: {name: field.kind for name, field in fields_of(kind).items()} for carrier, kind in CLASSES.items()}


class PlainWorld(World):
    """One lane of a block as objects; `read` takes its numbers from there, `write` puts fields back."""

    def __init__(self, block: Block, lane: int, noise: Noise = draw4_python) -> None:
        """Everybody of the block, with the numbers of one of its lanes."""
        self.world, self.row, self.week = self, 0, 0
        self.block, self.lane, self.noise = block, lane, noise
        self.seed = int(block.seeds[lane % block.seeds.size])
        self.maps = {name: getattr(block, name) for name in INDEX_FIELDS} | {"float": float, "max": max}
        self.everybody: dict[str, dict[int, Entity]] = {"place": {0: self}}
        for carrier in COUNT:
            self.everybody[carrier] = {
                row: self._made(carrier, row) for row in range(self._at(COUNT[carrier])) if self._is(carrier, row)
            }
        for carrier, those in self.everybody.items():
            for row, one in those.items():
                self._place(one, carrier, row)
        self.read()

    def read(self) -> None:
        """All settings and fields from the block."""
        block, lane = self.block, self.lane
        self.numbers = Homes(dict(zip(PARAMETERS, block.par[:, lane].tolist(), strict=True)))
        self.context = Names(dict(zip(CONTEXT, block.ctx[:, lane].tolist(), strict=True)))
        self.rules = Choices(dict(zip(VARIANTS, block.var[:, lane].tolist(), strict=True)))
        for row, leader in self.everybody["leader"].items():
            assert isinstance(leader, Leader)
            leader.lever = dict(zip(LEVERS, block.lever[:, row, lane].tolist(), strict=True))
        for carrier, fields in FIELDS.items():
            for name, kind in fields.items():
                values = getattr(block, name)[:, lane].tolist()
                for row, one in self.everybody[carrier].items():
                    setattr(one, name, kind(values[row]))

    def write(self, names: Iterable[str]) -> None:
        """These fields to the block."""
        for name in names:
            grid = getattr(self.block, name)
            for carrier, fields in FIELDS.items():
                if name in fields:
                    for row, one in self.everybody[carrier].items():
                        grid[row, self.lane] = getattr(one, name)

    def run(self, step: Step) -> None:
        """A step in the notation, of all it concerns, in their order."""
        if step.each is World:
            step(self)
            return
        for one in self.everybody[step.each.carrier].values():
            step(one, self)

    def differences(self) -> list[str]:
        """What is not equal to the block, to the last bit."""
        return [
            f"{name} of {carrier} {row}: here {here!r}, in the block {there!r}"
            for carrier, fields in FIELDS.items()
            for name in fields
            for row, one in self.everybody[carrier].items()
            if (here := float(getattr(one, name))) != (there := float(getattr(self.block, name)[row, self.lane]))
        ]

    def _made(self, carrier: str, row: int) -> Entity:
        one = CLASSES[carrier]()
        one.row, one.world = row, self
        one.id = int(self._at(ID[carrier], row)) if carrier in ID else 0
        return one

    def _is(self, carrier: str, row: int) -> bool:
        return carrier not in EXISTS or bool(self._at(EXISTS[carrier], row))

    def _place(self, one: Entity, carrier: str, row: int) -> None:
        """Links, lists and fixed traits."""
        kinds = get_type_hints(CLASSES[carrier])
        for name, text in FIXED.get(carrier, {}).items():
            setattr(one, name, kinds[name](self._at(text, row)))
        for name, link in LINKS.get(carrier, {}).items():
            setattr(one, name, self._linked(link, row))

    def _linked(self, link: To | Members | Two | All, row: int) -> Entity | list[Entity] | None:
        others = self.everybody[link.carrier]
        if isinstance(link, To):
            return others[self._at(link.row, row)] if not link.exists or self._at(link.exists, row) else None
        if isinstance(link, Members):
            start, of = self.maps[link.start], self.maps[link.of]
            return [others[at] for at in of[start[row] : start[row + 1]].tolist()]
        if isinstance(link, Two):
            first = self._at(link.row, row)
            return [others[at] for at in (first, first + 1) if self._at(link.exists, at)]
        return list(others.values())

    def _at(self, text: str, row: int = 0) -> Any:  # Any: a number or a truth, as the layout's text, which is data, has it
        """What a text of the layout is, in this row."""
        return eval(text.format(row), self.maps)


class Plain:
    """All lanes of a block in plain Python."""

    def __init__(self, block: Block, noise: Noise = draw4_python) -> None:
        """`noise` is asked for every draw."""
        self.block, self.noise = block, noise
        self.worlds = [PlainWorld(block, lane, noise) for lane in range(block.lanes)]

    def through(self, steps: Iterable[AnyStep], week: int) -> Iterator[AnyStep]:
        """Run steps over the block as it is now; comes back after each of them with the step that ran."""
        for world in self.worlds:
            world.week = week
            world.read()
        for step in steps:
            self._run(step, week)
            yield step

    def _run(self, step: AnyStep, week: int) -> None:
        if is_step(step):
            for world in self.worlds:
                world.run(cast(Step, step))  # is_step said so
                world.write(written_fields(step))
            return
        names = inspect.signature(step).parameters
        given = {name: week if name == "week" else getattr(self.block, name) for name in names}
        self._heard(step)(**given)
        for world in self.worlds:
            world.read()

    def _heard(self, kernel: AnyStep) -> AnyStep:
        """A kernel by hand, asking this noise; what it draws by when compiled warns of overflows in plain Python."""
        assert isinstance(kernel, types.FunctionType)
        return types.FunctionType(kernel.__code__, {**kernel.__globals__, "draw4": self._draw4, "draw_rows": self._draw_rows})

    def _draw4(self, process: int, week: int, a: int, b: int, seed: int) -> Draws:
        return self.noise(int(process), int(week), int(a), int(b), int(seed))

    def _draw_rows(self, process: int, week: int, a: int, b: int, seeds: IndexArray, *u: LaneRow) -> None:
        for lane in range(u[0].size):
            u[0][lane], u[1][lane], u[2][lane], u[3][lane] = self._draw4(process, week, a, b, seeds[lane % seeds.size])
