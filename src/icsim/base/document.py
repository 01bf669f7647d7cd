"""What all results files share: immutable typed records, JSON with a fixed key order, a schema number, one-line errors."""

import json
import math
from pathlib import Path
from typing import Annotated, ClassVar, Self

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError

from icsim.base.atomic_output import write_atomically
from icsim.base.complaints import complaint
from icsim.base.errors import UserError
from icsim.base.plain_data import hashed
from icsim.base.plain_text import commanding
from icsim.base.strict_model import StrictModel


def none_if_not_finite(value: object) -> object:
    """None for NaN and infinities, which JSON does not have; anything else as it is."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


Number = Annotated[float | None, BeforeValidator(none_if_not_finite)]
"""A number that may be missing: NaN when it is built, null in the file."""


SEAL = "sealed"


def whole(data: object) -> bool:
    """Whether the data of a file are what was written, as far as its seal says; one without a seal is taken as it is."""
    if not isinstance(data, dict) or SEAL not in data:
        return True
    return str(data[SEAL]) == hashed({key: value for key, value in data.items() if key != SEAL})


class Record(StrictModel):
    """A part of a results file: no unknown key, no change once made. A docstring below a field is its description."""

    model_config = ConfigDict(
        strict=False,  # built from objects whose sequences are of any kind; a file is read strictly
        from_attributes=True,
        allow_inf_nan=False,
        use_attribute_docstrings=True,
        populate_by_name=True,
        json_schema_serialization_defaults_required=True,
    )

    @classmethod
    def from_object(cls, found: object) -> Self:
        """Build the record from an object with attributes of the same names (nested ones likewise)."""
        return cls.model_validate(found)


class Document(Record):
    """A results file as a whole. A subclass sets its own number: `schema_number: Literal[3] = Field(default=3, alias="schema")`."""

    FILE: ClassVar[str]
    """Name of the file."""
    COMMAND: ClassVar[str]
    """The command that leaves it, for error messages."""
    SEALED: ClassVar[bool] = False
    """Whether the file holds a hash of itself, so that one that was changed by hand is noticed."""

    schema_number: int = Field(alias="schema")
    """Number of this schema; it rises when a key changes its name or meaning."""

    @classmethod
    def number(cls) -> int:
        """The schema number that this version of icsim writes and reads."""
        return int(cls.model_fields["schema_number"].default)

    def to_json(self) -> str:
        """The text of the file: keys in the order of the model, missing numbers null."""
        data = self.model_dump(mode="json", by_alias=True)
        if self.SEALED:
            data = {SEAL: hashed(data), **data}
        return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    def write(self, folder: Path) -> None:
        """Write the file into `folder`, whole or not at all."""
        write_atomically(folder / self.FILE, self.to_json())

    @classmethod
    def path_of(cls, given: str | Path) -> Path:
        """The file `given`, or the file of this kind in the folder `given`."""
        path = Path(given).expanduser()
        return path / cls.FILE if path.is_dir() else path

    @classmethod
    def from_file(cls, given: str | Path, key: str) -> Self:
        """Read the file `given`, or the file of this kind in the folder `given`.

        Raises a UserError that begins with `key` if it cannot be read, is of another schema, or is not valid.
        """
        path = cls.path_of(given)
        hint = f"give the {cls.FILE} that {cls.COMMAND} leaves"
        try:
            text = path.read_text(encoding="utf-8")
            data = json.loads(text)
            sign, as_written = commanding(data), not cls.SEALED or whole(data)  # these may find it too deep as well
        except OSError as error:
            raise UserError(f"{key}: {path}: {error.strerror or error}; {hint}") from error
        except (ValueError, RecursionError) as error:
            raise UserError(f"{key}: {path} is no JSON; {hint}") from error
        if sign is not None:
            raise UserError(f"{key}: {path}: {sign[:60]!r} holds a sign that commands a terminal; {hint}, made anew")
        if not as_written:
            raise UserError(f"{key}: {path} was changed after icsim wrote it; {hint}, made anew")
        if cls.SEALED and isinstance(data, dict):
            data.pop(SEAL, None)
        found = data.get("schema") if isinstance(data, dict) else None
        if found != cls.number():
            has = f"has schema {found}" if found is not None else "has no schema number"
            raise UserError(f"{key}: {path} {has}, this version reads schema {cls.number()}; {hint}, made anew")
        try:
            return cls.model_validate_json(json.dumps(data), strict=True)
        except ValidationError as error:
            raise UserError(f"{key}: {path}: {complaint(error, cls)}; {hint}, made anew") from error

    @classmethod
    def json_schema(cls) -> str:
        """The JSON Schema (draft 2020-12) of the file, as text."""
        made = cls.model_json_schema(mode="serialization", by_alias=True)
        if cls.SEALED:
            made["properties"][SEAL] = {"description": "Hash of all other keys.", "title": "Sealed", "type": "string"}
        head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": cls.FILE}
        return json.dumps(head | {key: value for key, value in made.items() if key != "title"}, indent=1, ensure_ascii=False) + "\n"
