"""A round of a class out of a lesson's worlds: what is asked, and what happened in this run."""

import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar, cast
from urllib.parse import parse_qsl

from icsim.base.errors import UserError
from icsim.teach import page_types as page
from icsim.teach.api import TeachApi, zipped
from icsim.teach.classroom.prediction_scoring import CurveAxis, PredictionRound
from icsim.teach.classroom.steering import Steering
from icsim.teach.request_limits import NotFound
from icsim.teach.request_queue import RequestQueue
from icsim.teach.road_types import SentRoads

Answer = TypeVar("Answer", bound=Mapping[str, object])


async def round_of(query: str, desk: RequestQueue, answers: TeachApi, client: str) -> PredictionRound:
    """The round that a page's query stands for. UserError where it has no lesson, or the question no answer in its run."""
    name = dict(parse_qsl(query)).get("lesson")
    if not name:
        raise UserError("query: a class predicts a lesson; give one with lesson=NAME")
    if "roads" in dict(parse_qsl(query)):
        lesson = await _asked(desk, f"on roads?{query}", client, partial(answers.lesson_on_roads, query))
    else:
        lesson = await _lesson(name, desk, answers, client)
    told = await _asked(desk, f"worlds?{query}", client, partial(answers.worlds, query))
    return make_round(lesson, cast(page.SentLessonWorlds, told))  # the query names a lesson, so the worlds are its


async def steering_of(query: str, desk: RequestQueue, answers: TeachApi, client: str) -> tuple[PredictionRound, Steering]:
    """What a class decides in the lesson of a query, and a round in which nothing is predicted yet. The luck is the query's."""
    given = dict(parse_qsl(query))
    lesson = await _lesson(given.get("lesson") or "", desk, answers, client)
    plan, name = lesson["steer"], lesson["name"]
    if plan is None:
        raise UserError(f"steer: in the lesson {name} nothing is decided; open a room that predicts, or take another lesson")
    base = "&".join([f"lesson={name}", *(f"replicate={luck}" for luck in [given.get("replicate", "")] if luck)])
    return PredictionRound(name, lesson["title"], base, "", ""), Steering(plan, base)


async def roads_of(steering: Steering, desk: RequestQueue, answers: TeachApi, client: str) -> SentRoads:
    """What each decision of a class would have brought the other way."""
    query, others = steering.query(), steering.others()
    key = f"roads?{query} {' '.join(others)}"
    return await _asked(desk, key, client, partial(answers.roads, query, others))


async def _lesson(name: str, desk: RequestQueue, answers: TeachApi, client: str) -> page.SentLesson:
    try:
        return await _asked(desk, f"lesson/{name}", client, partial(answers.lesson, name))
    except NotFound as error:
        raise UserError(str(error)) from None  # for it is not the room that is not there


async def _asked(desk: RequestQueue, key: str, client: str, work: Callable[[], Answer]) -> Answer:
    """An answer as the page has it, under the same key, so that it is worked out once for both."""
    found: Answer = json.loads(gzip.decompress(await desk.answer(key, client, lambda: zipped(work()))))
    return found


def make_round(lesson: page.SentLesson, told: page.SentLessonWorlds) -> PredictionRound:
    """The round of a lesson and its run."""
    predict, truth = lesson["predict"], told["lesson"]["truth"]
    choice, drawn = truth.get("choice"), predict.get("curve")
    course = tuple(truth.get("curve") or ())
    if choice is None and not any(value is not None for value in course):
        raise UserError("query: this run was changed so that the question has no answer in it; open the lesson as it is")
    asked = PredictionRound(lesson["name"], lesson["title"], told["query"], predict["ask"], truth["said"])
    if drawn is None:
        return replace(asked, choices=tuple(predict["choices"]), choice=choice, ordered=predict["rule"] == "size")
    return replace(asked, curve=_curve(drawn, told["weeks"], course), course=course)


def _curve(asked: page.SentCurveAsked, weeks: int, course: Sequence[float | None]) -> CurveAxis:
    """The axis as the page draws it, and where the line begins."""
    low, high = asked["low"], asked["high"]
    begun = next(value for value in course if value is not None)
    share = min(1.0, max(0.0, (begun - low) / ((high - low) or 1.0)))
    return CurveAxis(asked["display"], low, high, weeks, share)
