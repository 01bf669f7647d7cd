"""One table: what a run of the point alone gives, whatever the parts; every row again; parts that were touched."""

import json
import os
import shutil

import numpy as np
import pyarrow.parquet as pq
import pytest
from sweeps import DEMAND, SHARE, SMALL, table

from icsim.base.errors import UserError
from icsim.commands import entry
from icsim.config.compose import compose
from icsim.engine.ensemble import replicate_seeds, run_block, run_ensemble
from icsim.engine.measures import Query
from icsim.sweep import chunks
from icsim.sweep.rerun_row import rerun_row


def swept(folder, *words):
    return entry.main(["sweep", *SMALL, *words, f"out={folder}"])


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    """Six points in one part."""
    folder = tmp_path_factory.mktemp("reference") / "study"
    assert swept(folder, DEMAND, SHARE) == 0
    return folder


@pytest.mark.slow
def test_a_row_is_what_a_run_of_its_point_gives(reference):
    found = table(reference)
    assert found.num_rows == 3 * 2 * 2
    for point, (demand, share) in enumerate((d, s) for d in (0.1, 0.5, 0.9) for s in (0.1, 0.9)):
        words = [
            f"context.demand={demand}",
            *[f"leadership.{tier}.working_with_power.share={share}" for tier in ("team", "system")],
        ]
        alone = compose("run", [*SMALL[:3], *words])
        values = run_ensemble([alone], replicate_seeds(alone), [Query("ownership"), Query("served")], [16]).array[0, :, 0]
        here = found.filter(np.array(found["point"]) == point)
        assert here["context.demand"].to_pylist() == [demand] * 2
        assert here["leadership.both.working_with_power.share"].to_pylist() == [share] * 2
        assert (here["structure_seed"].to_pylist(), here["seed"].to_pylist()) == ([1, 2], [1, 2])
        assert [here["ownership_w16"].to_pylist(), here["served_w16"].to_pylist()] == values.tolist()
    worlds = zip(found["ownership_w16"].to_pylist(), found["served_w16"].to_pylist(), strict=True)
    assert len(set(worlds)) == 12  # both axes act: a table of wrong points would not go unseen


@pytest.mark.slow
@pytest.mark.parametrize("rows", [1, 3, 5])
def test_the_table_does_not_depend_on_how_it_is_cut(reference, tmp_path, monkeypatch, rows):
    monkeypatch.setattr(chunks, "ROWS", rows)
    assert swept(tmp_path / "cut", DEMAND, SHARE, "engine.block_size=3", "engine.threads=2") == 0
    assert len(list((tmp_path / "cut/table").iterdir())) > 2
    assert table(tmp_path / "cut").equals(table(reference))


@pytest.mark.slow
def test_a_part_of_many_blocks_is_written_once_when_all_are_there(reference, tmp_path, capsys):
    assert swept(tmp_path / "cut", DEMAND, SHARE, "engine.block_size=1", "engine.threads=1") == 0
    assert "parts: 1 run" in capsys.readouterr().out
    assert table(tmp_path / "cut").equals(table(reference))


def test_every_row_can_be_run_again(reference, capsys):
    for row in (0, 7, 11):
        assert rerun_row(reference, row).differing == []
    assert entry.main(["rerun", str(reference), "7"]) == 0
    assert "row 7: " in (said := capsys.readouterr().out)
    assert "(2) are the same to the bit" in said
    assert entry.main(["rerun", str(reference), "12"]) == 2
    assert "row: 12 is not in" in capsys.readouterr().err
    assert entry.main(["rerun", str(reference.parent), "1"]) == 2
    assert "no study.json there" in capsys.readouterr().err


def test_a_row_that_was_altered_is_told_apart(reference, tmp_path, capsys):
    folder = tmp_path / "altered"
    shutil.copytree(reference, folder)
    (part,) = (folder / "table").iterdir()
    alter(part)
    assert entry.main(["rerun", str(folder), "0"]) == 2
    said = capsys.readouterr().err
    assert part.name in said
    assert "icsim sweep" in said  # the command that makes it anew


@pytest.mark.parametrize(
    ("same_source", "why"),
    [(True, "it was altered, or this processor computes otherwise"), (False, "the table was made by another state of icsim")],
)
def test_a_row_that_comes_out_otherwise_says_which_number(reference, capsys, monkeypatch, same_source, why):
    then = rerun_row(reference, 7).now["ownership_w16"]
    now = np.nextafter(then, 1.0)

    def otherwise(*given):
        values = run_block(*given)
        values[0] = now
        return values

    monkeypatch.setattr("icsim.sweep.rerun_row.run_block", otherwise)
    if not same_source:
        monkeypatch.setattr("icsim.base.fingerprint.numbers", lambda: "of another state")
    assert entry.main(["rerun", str(reference), "7"]) == 2
    said = capsys.readouterr().err
    assert said == f"icsim: row 7: 1 of 2 numbers differ, ownership_w16 {now} now, {then} in the table; {why}\n"


def alter(part):
    """One number of a part by the smallest step there is."""
    held = pq.read_table(part)
    values = held["ownership_w16"].to_numpy().copy()
    values[0] = np.nextafter(values[0], 1.0)
    pq.write_table(held.set_column(held.schema.get_field_index("ownership_w16"), "ownership_w16", [values]), part)


def cut_off(part):
    os.truncate(part, part.stat().st_size // 2)


def emptied(part):
    os.truncate(part, 0)


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [alter, cut_off, emptied])
def test_a_part_that_was_spoilt_is_found_and_run_again(reference, tmp_path, monkeypatch, capsys, spoil):
    monkeypatch.setattr(chunks, "ROWS", 4)
    folder = tmp_path / "study"
    assert swept(folder, DEMAND, SHARE) == 0
    some = sorted((folder / "table").iterdir())
    assert len(some) == 3
    spoil(some[1])
    capsys.readouterr()
    assert swept(folder, DEMAND, SHARE) == 0
    shown = capsys.readouterr()
    assert f"{some[1]}: is not what was written, so it is run again" in shown.err
    assert "parts: 1 run, of which 1 had been spoilt, 2 there already" in shown.out
    assert table(folder).equals(table(reference))


def test_a_part_under_the_name_of_another_is_spoilt(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(chunks, "ROWS", 4)
    assert swept(tmp_path / "study", DEMAND, SHARE) == 0
    one, other, *_ = sorted((tmp_path / "study/table").iterdir())
    shutil.copy(one, other)
    assert swept(tmp_path / "study", DEMAND, SHARE) == 0
    assert "1 had been spoilt" in capsys.readouterr().out


def test_a_repeated_command_runs_nothing(reference, capsys):
    before = {path: path.stat().st_mtime_ns for path in reference.rglob("*")}
    assert swept(reference, DEMAND, SHARE) == 0
    assert "parts: 0 run, 1 there already" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in reference.rglob("*")} == before


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [(DEMAND,), (DEMAND, SHARE, "seed=2"), (DEMAND, SHARE, "weeks=12"), (DEMAND, SHARE, "context.urgency=0.3"),
     (DEMAND, SHARE, "time_series=true"), (DEMAND, SHARE, "measures=[ownership]"), (DEMAND, SHARE, "arms={a: {}}")],
)  # fmt: skip
def test_a_folder_of_other_settings_is_refused_and_left_alone(reference, capsys, words):
    before = {path: path.stat().st_mtime_ns for path in reference.rglob("*")}
    assert swept(reference, *words) == 2
    said = capsys.readouterr().err
    assert "made from other settings" in said
    assert said.count("icsim: ") == 1
    assert {path: path.stat().st_mtime_ns for path in reference.rglob("*")} == before


def test_a_study_made_by_another_source_is_refused(reference, tmp_path, capsys):
    folder = tmp_path / "old"
    shutil.copytree(reference, folder)
    held = json.loads((folder / "study.json").read_text())
    (folder / "study.json").write_text(json.dumps(held | {"source": "0" * 24}))
    assert swept(folder, DEMAND, SHARE) == 2
    assert "made by another state of icsim" in capsys.readouterr().err


def test_other_files_are_neither_mixed_nor_replaced(tmp_path, reference, capsys):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("mine")
    assert swept(tmp_path / "mine", DEMAND, SHARE) == 2
    assert "holds other files (notes.txt)" in capsys.readouterr().err
    folder = tmp_path / "study"
    shutil.copytree(reference, folder)
    (part,) = (folder / "table").iterdir()
    shutil.copy(part, folder / "table" / "stray.parquet")
    assert swept(folder, DEMAND, SHARE) == 2
    assert "stray.parquet: is no part of this study" in capsys.readouterr().err


@pytest.mark.slow
def test_arms_choices_and_joined_designs_share_one_table(tmp_path):
    parts_ = "[{kind: grid, axes: {place: [pair, neighbourhood]}}, {kind: grid, axes: {context: {demand: [0.2]}}}]"
    words = ["design=concat", f"design.parts={parts_}", "arms={low: {context.urgency: 0.1}, high: {context.urgency: 0.9}}"]
    assert entry.main(["sweep", *SMALL[1:], *words, f"out={tmp_path / 'study'}"]) == 0
    found = table(tmp_path / "study")
    assert found["place"].to_pylist() == ["pair", "pair", "neighbourhood", "neighbourhood", None, None] * 2
    assert found["context.demand"].to_pylist() == [None] * 4 + [0.2] * 2 + [None] * 4 + [0.2] * 2
    assert found["arm"].to_pylist() == ["low", "high"] * 6
    assert found["row"].to_pylist() == list(range(12))
    for row in range(12):
        assert rerun_row(tmp_path / "study", row).differing == []


def test_trajectories_end_at_what_the_table_says(tmp_path):
    import pyarrow.dataset as ds

    assert swept(tmp_path / "study", DEMAND, "time_series=true") == 0
    along = ds.dataset(tmp_path / "study/time_series", format="parquet").to_table()
    assert sorted(set(along["week"].to_pylist())) == [0, 4, 8, 12, 16]
    last = along.filter(np.array(along["week"]) == 16).sort_by("row")
    assert last["ownership"].to_pylist() == table(tmp_path / "study")["ownership_w16"].to_pylist()
    (part,) = (tmp_path / "study/time_series").iterdir()
    part.unlink()
    assert swept(tmp_path / "study", DEMAND, "time_series=true") == 0
    assert part.exists()


@pytest.mark.slow
def test_rounds_go_on_until_a_mean_is_known_closely(tmp_path, capsys):
    words = [*SMALL[:2], "measures=[trust]", "replicates=8", DEMAND, "until.measure=trust", "until.half_width=0.01"]
    assert entry.main(["sweep", *words, f"out={tmp_path / 'study'}"]) == 0
    assert "trust_w16: within ±0.01 at every point" in capsys.readouterr().out
    found = table(tmp_path / "study")
    for point in range(3):
        values = found.filter(np.array(found["point"]) == point)["trust_w16"].to_numpy()
        assert values.size > 8
        assert half_width(values) <= 0.01 < half_width(values[:-8])
    again = table(tmp_path / "study")
    assert entry.main(["sweep", *words, f"out={tmp_path / 'study'}"]) == 0
    assert "parts: 0 run" in capsys.readouterr().out
    assert table(tmp_path / "study").equals(again)
    assert entry.main(["sweep", *words, "until.half_width=0.0001", "until.max_replicates=16", f"out={tmp_path / 'most'}"]) == 0
    assert "3 of 3 points are not within ±0.0001 after 16 worlds" in capsys.readouterr().out


def half_width(values):
    from scipy.stats import t

    return t.ppf(0.975, values.size - 1) * values.std(ddof=1) / np.sqrt(values.size)


def test_the_manifest_alone_says_what_the_study_is(reference):
    held = json.loads((reference / "study.json").read_text())
    assert held["points"] == 6
    assert [axis["path"] for axis in held["axes"]] == ["context.demand", "leadership.both.working_with_power.share"]
    assert held["bases"][0]["config"]["weeks"] == 16
    assert held["command"].startswith("icsim sweep place=pair")


def test_a_disk_that_is_full_is_one_line_and_no_part(reference, tmp_path, monkeypatch, capsys):
    def full(*given, **more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq, "write_table", full)
    assert swept(tmp_path / "study", DEMAND, SHARE) == 2
    assert f"{tmp_path / 'study/table'}: No space left on device" in capsys.readouterr().err
    assert list((tmp_path / "study/table").iterdir()) == []
    monkeypatch.undo()
    assert swept(tmp_path / "study", DEMAND, SHARE) == 0
    assert table(tmp_path / "study").equals(table(reference))


def test_a_manifest_that_is_no_manifest_is_one_line(tmp_path):
    (tmp_path / "study.json").write_text("{}")
    with pytest.raises(UserError, match=r"study.json has no schema number"):
        rerun_row(tmp_path, 0)
