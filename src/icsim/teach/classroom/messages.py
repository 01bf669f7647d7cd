"""What phones and screens send: small JSON objects, checked before anything looks at them."""

import asyncio
from typing import Annotated, Literal, TypeVar

from pydantic import Field, ValidationError
from starlette.requests import ClientDisconnect, Request

from icsim.base.complaints import complaint
from icsim.base.errors import UserError
from icsim.base.strict_model import StrictModel
from icsim.teach.request_limits import BODY, TooLarge

PATIENCE = 10.0  # seconds that a body may take to come
KIND = "application/json"  # no other: a page elsewhere cannot send this one here without being refused by the browser


class EmptyMessage(StrictModel):
    """An empty object."""


class RoundMessage(StrictModel):
    """The worlds that a class is to predict, as a link has them, with `lesson=` in it."""

    query: Annotated[str, Field(max_length=8000)]
    steer: bool = False
    """Whether the class decides on the way, in a lesson with decisions."""


class PredictionMessage(StrictModel):
    """A prediction: one of the two."""

    choice: int | None = None
    curve: Annotated[list[float], Field(max_length=64)] | None = None


class VoteMessage(StrictModel):
    """A vote, or what the host decides alone: one of the choices, by position."""

    choice: int


class PhaseMessage(StrictModel):
    """Where the room goes."""

    to: Literal["open", "closed", "run", "told", "ended", "vote", "voted", "road"]


T = TypeVar("T", bound=StrictModel)


async def read_message(request: Request, kind: type[T]) -> T:
    """The body as one of these. UserError (TooLarge among them) where it is none."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != KIND:
        raise UserError(f"content-type: send {KIND}")
    try:
        async with asyncio.timeout(PATIENCE):
            found = await _whole(request)
    except (TimeoutError, ClientDisconnect):
        raise UserError(f"the body did not come within {PATIENCE:g} seconds") from None
    try:
        return kind.model_validate_json(found)
    except ValidationError as error:
        raise UserError(complaint(error, kind)) from None


async def _whole(request: Request) -> bytes:
    found = bytearray()
    async for part in request.stream():
        found += part
        if len(found) > BODY:
            raise TooLarge(f"the body is too long; allowed: {BODY} bytes")
    return bytes(found)
