"""From the notation of the week to lane kernels."""

from icsim.engine.translation.translate import Kernel, kernels, translate
from icsim.engine.translation.writing import NotAStepError

__all__ = ["Kernel", "NotAStepError", "kernels", "translate"]
