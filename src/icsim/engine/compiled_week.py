"""The week compiled: the kernels of its steps, and the functions that run them over a block."""

from functools import cache

from icsim.engine.block_fields import EXPRESSIONS
from icsim.engine.compile import CompiledWeek, compile_week
from icsim.week.week import BEGIN, DERIVE, HELD, STEPS


@cache
def week_kernel() -> CompiledWeek:
    """The week as one compiled function `weeks(packed, first, last)`; compiled when first called, then kept."""
    return compile_week("week", STEPS, EXPRESSIONS, held=HELD)


@cache
def initialisation_kernel() -> CompiledWeek:
    """The steps before the first week."""
    return compile_week("begin", BEGIN, EXPRESSIONS, follow=(*STEPS, *HELD))


@cache
def refresh_kernel() -> CompiledWeek:
    """What follows from settings, once more after they have changed."""
    return compile_week("derive", DERIVE, EXPRESSIONS)
