"""YAML as people mean it, and no file that takes all there is to read it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from icsim.base import yaml_io
from icsim.base.errors import UserError
from icsim.base.yaml_io import BYTES, DEPTH, NODES, YamlError, parse_yaml, read_user_yaml, read_yaml


def refusal(text: str | bytes, tmp_path: Path) -> str:
    """The one line that a file with this text is refused with, without its path."""
    path = tmp_path / "own.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(YamlError) as raised:
        read_yaml(path)
    said = str(raised.value)
    assert said.startswith(str(path))
    assert "\n" not in said
    return said.removeprefix(str(path))


@pytest.mark.parametrize(
    ("text", "meant"),
    [("off", "off"), ("no", "no"), ("Yes", "Yes"), ("true", True), ("False", False), ("1e-3", 0.001), ("052", 52), ("+7", 7),
     ("1.", 1.0), (".5", 0.5), ("-.inf", float("-inf")), ("2020-01-01", "2020-01-01"), ("1:30", "1:30"), ("1_000", "1_000"),
     ("0x10", "0x10"), ("~", None), ("\"52\"", "52")],
)  # fmt: skip
def test_a_word_is_a_word_and_a_number_a_number(text: str, meant: object) -> None:
    (read,) = parse_yaml(f"[{text}]")
    assert (read, type(read)) == (meant, type(meant))


@pytest.mark.parametrize(
    ("text", "said"),
    [("a: 1\na: 2", ", line 2, column 1: the key 'a' is given twice; leave one of them out"),
     ("a: {power: 0,75}", ", line 1, column 14: 0,75 is read as two things; write 0.75, or [0, 75] for both"),
     ("1: a", "the key 1 is no word; write it in quotes, or give a word"), ("true: a", "the key true is no word"),
     ("~: a", "the key ~ is no word"), ("[a]: b", "a key is a list or a mapping; give a word"),
     ("a: *b", "a text that begins with *; put it in quotes"), ("a: !b", "a text that begins with !; put it in quotes"),
     ("a: b: c", "a second colon on one line"), ("a: [1", "a bracket that is not closed"),
     ("a: 1\n---\nb: 2", "give one file each"),
     ("a: \"b", "a quote that is not closed"), ("- a", ": holds a list where a mapping of keys is expected; write key: value"),
     (b"a: 1\nb: \xff", ", line 2: not UTF-8; save it as UTF-8"),
     (b"\x1f\x8b\x08\x00\xff", ": is packed (gzip); unpack it first"), ("a: \x01", "not YAML")],
)  # fmt: skip
def test_a_mistake_is_one_line_with_what_to_do(text: str | bytes, said: str, tmp_path: Path) -> None:
    assert said in refusal(text, tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_editors_save_is_read(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_bytes("title: Gwynt Môr\n".encode(encoding))
    assert read_yaml(tmp_path / "own.yaml") == {"title": "Gwynt Môr"}


def test_an_empty_file_is_an_empty_mapping(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("# nothing yet\n")
    assert read_yaml(tmp_path / "own.yaml") == {}


def test_a_file_may_be_so_large_and_no_larger(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("a: 1\n#".ljust(BYTES, "-"))
    assert read_yaml(tmp_path / "own.yaml") == {"a": 1}
    assert refusal("a: 1\n#".ljust(BYTES + 1, "-"), tmp_path) == ": is larger than 4 MiB; give a shorter file"


def nested(levels: int, how: str) -> str:
    """So many collections within each other, the outermost a mapping."""
    if how == "brackets":
        return "a: " + "[" * (levels - 1) + "]" * (levels - 1)
    if how == "dashes":
        return "a:\n " + "- " * (levels - 1) + "b"
    return "\n".join(f"{' ' * n}a:" for n in range(levels))


@pytest.mark.parametrize("how", ["brackets", "dashes", "indents"])
def test_a_file_may_be_so_deep_and_no_deeper(how: str, tmp_path: Path) -> None:
    assert parse_yaml(nested(DEPTH, how))
    for levels in (DEPTH + 1, 20_000 if how == "brackets" else 2000):  # without the bound these end the process
        assert refusal(nested(levels, how), tmp_path).endswith(f"more than {DEPTH} levels; make it flatter")


def test_brackets_in_a_text_are_no_depth() -> None:
    assert parse_yaml(f"a: '{'[' * 999}'") == {"a": "[" * 999}


def doubled(times: int) -> str:
    """Each line an alias of the line above, twice: 2 to the power of `times` values in a few bytes."""
    return "\n".join(["a0: &a0 [1]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, times))])


def test_aliases_count_as_often_as_they_are_named(tmp_path: Path) -> None:
    assert len(parse_yaml(doubled(8))) == 8
    said = refusal(doubled(60), tmp_path)  # 10^18 values when written out
    assert said.endswith(f"with its aliases written out it holds more than {NODES} values; shorten it")


def test_the_bound_on_values_is_where_it_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(yaml_io, "NODES", 10)  # a mapping, a key, a list, and what is in it
    assert parse_yaml(f"a: [{', '.join('1' * 7)}]")
    assert "holds more than 10 values" in refusal(f"a: [{', '.join('1' * 8)}]", tmp_path)


@pytest.mark.parametrize("text", ["a: &x [*x]", "a: &x {b: *x}", "&x a: {b: {c: &y [[*y]]}}"])
def test_an_alias_within_what_it_names_is_refused(text: str, tmp_path: Path) -> None:
    assert "an alias stands within what it names; write out what is meant" in refusal(text, tmp_path)


def test_bytes_that_are_no_text_raise_what_the_caller_expects() -> None:
    with pytest.raises((ValueError, yaml.YAMLError)):
        parse_yaml(b"\xff")


def test_files_that_a_file_names_are_found_beside_it_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beside, here = tmp_path / "beside", tmp_path / "here"
    for folder, texts in ((beside, {"own.yaml": "place: p.yaml\nparts: [{path: [q.csv, pair]}]"}), (here, {"q.csv": ""})):
        folder.mkdir()
        for name, text in texts.items():
            (folder / name).write_text(text)
    (beside / "p.yaml").write_text("")
    monkeypatch.chdir(here)
    found: dict[str, Any] = read_user_yaml(beside / "own.yaml", "design")
    assert found == {"place": str(beside / "p.yaml"), "parts": [{"path": ["q.csv", "pair"]}]}
    (beside / "p.yaml").unlink()
    with pytest.raises(UserError, match=r"own\.yaml: p\.yaml is neither at .*beside.p\.yaml nor at .*here.p\.yaml; give a path"):
        read_user_yaml(beside / "own.yaml", "design")


def test_a_users_file_that_is_not_there_or_faulty_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"^design: .*none\.yaml: No such file or directory; give the path of a design file$"):
        read_user_yaml(tmp_path / "none.yaml", "design")
    (tmp_path / "own.yaml").write_text("a: [1")
    with pytest.raises(UserError, match=r"^design: .*own\.yaml, line 2, column 1: not YAML: .*; mend the file$"):
        read_user_yaml(tmp_path / "own.yaml", "design")
