"""How the server says no, and to whom: what is wrong with a request as one sentence and a status."""

from starlette.responses import JSONResponse
from starlette.types import Scope

from icsim.base.errors import UserError
from icsim.teach.request_limits import Forbidden, NotFound, TooLarge, TooManyRequests

STATUS = {TooManyRequests: 429, TooLarge: 413, NotFound: 404, Forbidden: 403}
"""What a refusal is answered with; any other is 400."""


def refusal(error: UserError) -> JSONResponse:
    """What was wrong with a request, in one sentence."""
    return JSONResponse({"error": " ".join(str(error).split())}, STATUS.get(type(error), 400))


def client_of(scope: Scope) -> str:
    """The address that a request comes from."""
    return str((scope.get("client") or ("nobody",))[0])
