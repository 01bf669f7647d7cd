"""Which iteration of Mesa's `batch_run` a model is being made for: Mesa gives all iterations the same arguments."""

import sys
from types import FrameType

from mesa import batchrunner

RUN = batchrunner._model_run_func.__code__
"""Mesa's function that makes one model and runs it; its `iteration` is told to nobody."""


def batch_iteration() -> int | None:
    """The iteration, from 0; None outside a batch. KeyError where Mesa no longer calls it so."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code is RUN:
            iteration: int = frame.f_locals["iteration"]
            return iteration
        frame = frame.f_back
    return None
