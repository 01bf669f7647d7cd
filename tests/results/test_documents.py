"""What all results files share: schema numbers, one-line errors, whole files, and schemas that are published and current."""

import json
from pathlib import Path

import pytest

from icsim.base.atomic_output import write_atomically
from icsim.base.document import Document
from icsim.base.errors import UserError
from icsim.results.mechanisms import MechanismsEffort, MechanismsFile, VarianceRecord
from icsim.results.schemas import DOCUMENTS, published
from icsim.results.theory_study import StudyRequest
from icsim.results.values import Estimate

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


def asked() -> StudyRequest:
    return StudyRequest(command="icsim test box4", theories=("box4",))


def mechanisms() -> MechanismsFile:
    none = Estimate(value=float("nan"), low=float("nan"), high=float("inf"))
    shares = VarianceRecord(measure="trust", deviation=none, groups=(), together=none)
    return MechanismsFile(
        note="", command="icsim mechanisms", content_hash="c", versions={}, place="p", week=1, levels={}, outcomes=(),
        variance=(shares,), effort=MechanismsEffort(settings=1, replicates=1, sets=1, seed=1, structure_seed=1),
    )  # fmt: skip


@pytest.mark.parametrize("made", [asked(), mechanisms()])
def test_a_file_is_read_as_it_was_written(made: Document, tmp_path: Path) -> None:
    made.write(tmp_path)
    assert type(made).from_file(tmp_path, "key") == made
    assert [path.name for path in tmp_path.iterdir()] == [made.FILE]


@pytest.mark.parametrize("made", [asked(), mechanisms()])
def test_a_file_fits_its_published_schema(made: Document) -> None:
    validator = pytest.importorskip("jsonschema")
    validator.validate(json.loads(made.to_json()), json.loads(made.json_schema()))
    with pytest.raises(validator.ValidationError):
        validator.validate(json.loads(made.to_json()) | {"lucks": 3}, json.loads(made.json_schema()))


def test_what_cannot_be_said_is_null(tmp_path: Path) -> None:
    assert '"value": null' in mechanisms().to_json()
    assert "NaN" not in mechanisms().to_json()


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"schema": 0}, "has schema 0, this version reads schema 1"),
        ({"schema": None}, "has no schema number"),
        ({"command": 3}, "command: 3 is not allowed; give a text, as in '3'"),
        ({"lucks": 3}, "lucks: unknown key (given 3); allowed: schema, command, theories"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_one_line(changes: dict[str, object], part: str, tmp_path: Path) -> None:
    data = json.loads(asked().to_json()) | changes
    (tmp_path / "study.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(UserError) as error:
        StudyRequest.from_file(tmp_path, "study")
    assert str(error.value).startswith(f"study: {tmp_path / 'study.json'}")
    assert part in str(error.value)
    assert "give the study.json that icsim test leaves" in str(error.value)
    assert "\n" not in str(error.value)


def test_what_is_no_file_or_no_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("{")
    for name, part in (("nowhere", "No such file"), ("text", "is no JSON")):
        with pytest.raises(UserError, match=part):
            StudyRequest.from_file(tmp_path / name, "study")


def test_a_text_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    write_atomically(tmp_path / "kept", "old")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(tmp_path / "kept", "\ud800")
    assert (tmp_path / "kept").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_the_published_schemas_are_those_of_the_models() -> None:
    """Else: python -m icsim.results.schemas docs/schemas."""
    assert {path.name: path.read_text(encoding="utf-8") for path in SCHEMAS.iterdir()} == published()


def test_every_document_has_its_schema_number_in_its_schema() -> None:
    for document in DOCUMENTS.values():
        schema = json.loads(document.json_schema())
        assert schema["properties"]["schema"]["const"] == document.number()
        assert "schema" in schema["required"]
        assert not schema["additionalProperties"]
