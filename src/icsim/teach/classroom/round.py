"""A round of a class out of a lesson's worlds: what is asked, and what happened in this run."""

import gzip
import json
from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from icsim.base.errors import UserError
from icsim.teach.api import TeachApi, zipped
from icsim.teach.classroom.prediction_scoring import CurveAxis, PredictionRound
from icsim.teach.request_limits import NotFound
from icsim.teach.request_queue import RequestQueue


async def round_of(query: str, desk: RequestQueue, answers: TeachApi, client: str) -> PredictionRound:
    """The round that a page's query stands for. UserError where it has no lesson, or the question no answer in its run."""
    name = dict(parse_qsl(query)).get("lesson")
    if not name:
        raise UserError("query: a class predicts a lesson; give one with lesson=NAME")
    try:
        lesson = await _asked(desk, f"lesson/{name}", client, partial(answers.lesson, name))
    except NotFound as error:
        raise UserError(str(error)) from None  # for it is not the room that is not there
    told = await _asked(desk, f"worlds?{query}", client, partial(answers.worlds, query))
    return make_round(lesson, told)


async def _asked(desk: RequestQueue, key: str, client: str, work: Any) -> dict[str, Any]:
    """An answer as the page has it, under the same key, so that it is worked out once for both."""
    return dict(json.loads(gzip.decompress(await desk.answer(key, client, lambda: zipped(work())))))


def make_round(lesson: dict[str, Any], told: dict[str, Any]) -> PredictionRound:
    """The round of a lesson and its run."""
    predict, truth = lesson["predict"], (told.get("lesson") or {}).get("truth") or {}
    course = tuple(truth.get("curve") or ())
    if truth.get("choice") is None and not any(value is not None for value in course):
        raise UserError("query: this run was changed so that the question has no answer in it; open the lesson as it is")
    common: dict[str, Any] = {
        "lesson": lesson["name"], "title": lesson["title"], "query": told["query"], "ask": predict["ask"], "said": truth["said"],
    }  # fmt: skip
    if predict.get("curve") is None:
        return PredictionRound(
            **common, choices=tuple(predict["choices"]), choice=int(truth["choice"]), ordered=predict.get("rule") == "size"
        )
    return PredictionRound(**common, curve=_curve(predict["curve"], told, course), course=course)


def _curve(asked: dict[str, Any], told: dict[str, Any], course: Sequence[float | None]) -> CurveAxis:
    """The axis as the page draws it, and where the line begins."""
    shown = next(one for one in told["measures"] if one["name"] == asked["measure"])
    low, high = (shown[end] if asked.get(end) is None else asked[end] for end in ("low", "high"))
    begun = next(value for value in course if value is not None)
    share = min(1.0, max(0.0, (begun - low) / ((high - low) or 1.0)))
    return CurveAxis(asked["display"], float(low), float(high), int(told["weeks"]), share)
