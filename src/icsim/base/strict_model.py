"""What every file, message and configuration is checked with: one strict pydantic base."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

GIVE = "give"


class StrictModel(BaseModel):
    """No unknown key, no guessing of types, no NaN, no change once read."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


def said_as(words: str) -> Any:  # Any: pydantic's Field is typed as the value that it stands for
    """A field of which complaints say "give WORDS", where its type alone says too little."""
    return Field(json_schema_extra={GIVE: words})
