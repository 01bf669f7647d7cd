"""The table of settings: to the bit what was tried, told when it is of other rules, and drawn from in its order."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from icsim.base import fingerprint
from icsim.base.errors import UserError
from icsim.calibrate.prior import draw_batch, varied
from icsim.catalogue import catalogue
from icsim.theory import settings_table
from icsim.theory.parameter_draws import draw_parameters
from icsim.theory.settings_table import MATCHED, PRIOR, choose_settings, read_settings, unfit_lines, write_settings


def write(path: Path, rules: str = "", rows: int = 5, names: tuple[str, ...] = ()) -> Path:
    own = names or varied()
    values = draw_batch(0, 1, own)[:rows] if not names else np.full((rows, len(own)), 0.25)
    made = {"rules": rules or fingerprint.rules(), "targets": "t", "command": "icsim calibrate targets=mine.csv"}
    with path.open("wb") as file:
        write_settings(file, own, values, range(10, 10 + rows), np.full(rows, 0.5), made)
    return path


@pytest.mark.slow
def test_a_table_comes_back_to_the_bit(tmp_path: Path) -> None:
    table = read_settings(write(tmp_path / "t.csv.gz"))
    assert np.array_equal(table.values, draw_batch(0, 1, varied())[:5])
    assert table.drawn == (10, 11, 12, 13, 14)
    assert not table.outdated
    assert write(tmp_path / "a").read_bytes() == write(tmp_path / "b").read_bytes()


def test_draws_are_its_rows_in_order_but_for_what_is_fixed(tmp_path: Path) -> None:
    path = str(write(tmp_path / "t.csv.gz"))
    table, known = read_settings(Path(path)), catalogue().parameters
    drawn, prior = draw_parameters(7, 1, {"trust.gain"}, settings=path), draw_parameters(7, 1, {"trust.gain"})
    assert "trust.gain" not in drawn[0].parameters
    for n in (0, 4, 6):
        assert drawn[n].parameters["trust.loss"] == table.row(n % 5)["trust.loss"]
    assert drawn[0].parameters != prior[0].parameters
    assert draw_parameters(3, 1, {"trust.gain"}, settings=path) == drawn[:3]
    assert set(drawn[0].parameters) == set(prior[0].parameters) <= set(known)


def test_numbers_that_a_table_does_not_know_are_drawn_as_ever(tmp_path: Path) -> None:
    path = str(write(tmp_path / "t.csv.gz", names=("trust.gain", "gone.number")))
    drawn, prior = draw_parameters(4, 1, settings=path), draw_parameters(4, 1)
    assert {one.parameters["trust.gain"] for one in drawn} == {0.25}
    assert [one.parameters["trust.loss"] for one in drawn] == [one.parameters["trust.loss"] for one in prior]
    assert "gone.number" not in drawn[0].parameters


def test_one_line_names_the_command_where_the_rules_are_others(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv.gz", rules="0" * 24)
    (line,) = unfit_lines(str(path))
    assert ") and is used all the same; make it anew" in line
    assert line.endswith("make it anew with: icsim calibrate targets=mine.csv")
    assert "\n" not in line
    now = str(write(tmp_path / "now.csv.gz"))
    assert list(unfit_lines(now, 5)) == list(unfit_lines(PRIOR, 64)) == []
    (few,) = unfit_lines(now, 6)
    assert "has 5 rows, which 6 draws take more than once" in few


def test_without_a_word_the_table_is_taken_once_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_table, "conf_dir", lambda: tmp_path / "conf")
    monkeypatch.setattr(settings_table, "user_folder", lambda: tmp_path / "user")
    assert choose_settings(None) == PRIOR
    with pytest.raises(UserError, match="icsim calibrate"):
        choose_settings(MATCHED)
    for where, rules in (("conf", "0" * 24), ("user", "")):
        folder = tmp_path / where / settings_table.FOLDER
        folder.mkdir(parents=True)
        write(folder / settings_table.NAME, rules)
        assert choose_settings(None) == MATCHED
    table = settings_table.settings_table(MATCHED)
    assert table is not None
    assert table.where.parent.parent.name == "user"  # the one of the rules of now outranks the one that came along
    assert choose_settings(PRIOR) == PRIOR


MADE = b'# {"rules": "r", "targets": "t", "command": "c"}\nsetting,weight,trust.pace\n'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nothing",
        b"\x1f\x8b\x08broken",
        gzip.compress(MADE + b"1,1,nan\n"),
        gzip.compress(MADE + b"inf,1,0.5\n"),
        gzip.compress(MADE.replace(b'"r"', b"1") + b"1,1,0.5\n"),
        gzip.compress(MADE + b"1,1,0.5\n" + b"\n" * 10_000_000),  # unpacks to a thousand times its size
        gzip.compress(MADE + b"1" * 10_000_000),
        gzip.compress(MADE + b"1,1,0.5\n" * (settings_table.MOST + 1)),
        gzip.compress(MADE + b"1,1\n"),
        gzip.compress(MADE),
    ],
    ids=["empty", "no_gzip", "broken", "nan", "inf", "rules", "swells", "one_line", "rows", "narrow", "no_rows"],
)
def test_a_file_that_is_no_table_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.csv.gz"
    path.write_bytes(content)
    with pytest.raises(UserError, match="is no table of settings"):
        read_settings(path)
    with pytest.raises(UserError, match="No such file"):
        choose_settings(str(tmp_path / "nowhere"))


def test_texts_of_the_catalogue_do_not_age_a_table_but_numbers_and_rules_do(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    catalogue_file, rule_file = rules / "trust.yaml", rules / "trust.py"
    catalogue_file.write_text("parameters:\n  gain: {default: 0.1, range: [0, 1], help: before}\n")
    rule_file.write_text('"""Before."""\nGAIN = 1\n')
    first = fingerprint.rules_of(tmp_path)
    catalogue_file.write_text("parameters:\n  gain: {default: 0.1, range: [0, 1], help: after}\n")
    rule_file.write_text('"""After."""\nGAIN = 1  # so\n')
    assert fingerprint.rules_of(tmp_path) == first
    catalogue_file.write_text("parameters:\n  gain: {default: 0.2, range: [0, 1], help: after}\n")
    second = fingerprint.rules_of(tmp_path)
    rule_file.write_text("GAIN = 2\n")
    assert len({first, second, fingerprint.rules_of(tmp_path)}) == 3
