"""The pages on theories: their examples are the catalogue's own, and every statement of the review is accounted for."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from icsim.base.yaml_io import read_yaml
from icsim.theory.load_theory import shipped_theories
from icsim.theory.statements import natural, not_expressed, statements, theory_id_of
from icsim.theory.theory_schema import FILE_MODELS, TheorySource

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "theories.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n# (\w+)\n(.*?)```", PAGE, flags=re.S)
VOCABULARY = FILE_MODELS
STATEMENTS = [key for of in statements().values() for key in of]


def within(part: Any, whole: Any) -> bool:
    """Whether all of a part stands in the whole: keys anywhere, items of a list in their order, values as they are."""
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(key in whole and within(value, whole[key]) for key, value in part.items())
    if isinstance(part, list) and isinstance(whole, list):
        rest = iter(whole)
        return all(any(within(one, other) for other in rest) for one in part)
    return bool(part == whole)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"a": [1, 3]}, True),
        ({"a": [3, 1]}, False),
        ({"a": [1], "b": {}}, True),
        ({"b": {"c": 1}}, False),
        ({"a": 1}, False),
    ],
)
def test_what_counts_as_a_part(part: Any, expected: bool) -> None:
    assert within(part, {"a": [1, 2, 3], "b": {"d": 1}}) is expected


@pytest.mark.parametrize(("name", "text"), EXAMPLES, ids=[f"{n}-{name}" for n, (name, _) in enumerate(EXAMPLES)])
def test_each_example_is_a_part_of_the_file_that_it_names(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "example.yaml").write_text(text, encoding="utf-8")
    example = read_yaml(tmp_path / "example.yaml")
    assert example
    assert within(example, read_yaml(shipped_theories()[name]))


def test_each_block_of_yaml_names_its_file() -> None:
    assert PAGE.count("```yaml") == len(EXAMPLES)


@pytest.mark.parametrize("model", VOCABULARY)
def test_each_key_of_the_vocabulary_is_shown(model: type[BaseModel]) -> None:
    used = any("follows" in read_yaml(path) for path in shipped_theories().values())
    assert not used, "show it in an example"
    chains = PAGE.split("## Ripple chains")[1].split("\n## ")[0]
    shown = PAGE if model is TheorySource else chains + "".join(text for _, text in EXAMPLES)
    assert [key for key in model.model_fields if not re.search(rf"\b{key}:", shown)] == []


@pytest.mark.parametrize("statement", STATEMENTS)
def test_each_statement_has_a_theory_or_a_reason(statement: str) -> None:
    assert (theory_id_of(statement) in shipped_theories()) != (statement in not_expressed())


def test_reasons_are_of_statements_and_each_theory_is_of_a_statement_or_box() -> None:
    assert set(not_expressed()) <= set(STATEMENTS)
    known = {theory_id_of(one) for one in (*STATEMENTS, *(f"Box {n}" for n in range(1, 8)))}
    assert set(shipped_theories()) <= known


def test_each_theory_of_a_mechanism_names_it() -> None:
    """Statements across mechanisms may be about one of them all the same."""
    for mechanism, ids in statements().items():
        named = {
            read_yaml(shipped_theories()[theory_id_of(one)])["source"]["mechanism"] for one in ids if one not in not_expressed()
        }
        assert mechanism == "all" or named <= {mechanism}, mechanism


def test_ids_are_sorted_as_they_are_counted() -> None:
    assert sorted(["x2", "t1_10", "box2", "t1_2", "t10_1"], key=natural) == ["box2", "t1_2", "t1_10", "t10_1", "x2"]


def test_every_theory_that_takes_a_side_in_a_contradiction_exists() -> None:
    evidence = (DOCS / "evidence.md").read_text(encoding="utf-8")
    section = evidence.split("## Where the review disagrees with itself")[1].split("\n## ")[0]
    named = re.findall(r"`((?:box|t\d+_|x)\d+)`", section)
    assert len(named) >= 10
    assert [name for name in named if name not in shipped_theories()] == []
