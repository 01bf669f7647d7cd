"""Designs have the points that they promise."""

from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from icsim.base.errors import UserError
from icsim.catalogue import MECHANISMS
from icsim.config.compose import compose
from icsim.statistics import fractional_factorial
from icsim.sweep.axes import parse_axes
from icsim.sweep.designs import design_points, with_defaults
from icsim.sweep.points import ABSENT
from icsim.sweep.points_file import read_points
from icsim.sweep.sweep_options import resolved_config

PLACE = compose("run", ["place=pair"]).place_file
TWO = {"context": {"demand": [0.1, 0.9], "urgency": {"low": 0.2, "high": 0.4, "levels": 3}}}


def laid(kind, tree, **more):
    return design_points(with_defaults({"kind": kind, "axes": tree, **more}, "design"), PLACE)


def rows(found):
    return found.rows(range(found.count))


def test_grid_is_every_combination_and_the_last_axis_varies_fastest():
    found = rows(laid("grid", TWO))
    assert found[:4] == [(0.1, 0.2), (0.1, pytest.approx(0.3)), (0.1, 0.4), (0.9, 0.2)]
    assert len(found) == len(set(found)) == 6


def test_a_huge_grid_is_counted_and_not_written_out():
    found = laid("grid", {"context": dict.fromkeys(("demand", "urgency", "complexity"))}, levels=1000)
    assert found.count == 10**9
    assert found.rows([10**9 - 1, 1]) == [(1.0, 1.0, 1.0), (0.0, 0.0, pytest.approx(1 / 999))]


def test_a_range_left_open_is_that_of_the_evidence():
    (axis,) = parse_axes({"parameters": {"trust": {"gain": None}}}, "design.axes", PLACE)
    from icsim.catalogue import catalogue

    assert (axis.low, axis.high) == catalogue().parameters["trust.gain"].range


def test_paired_goes_side_by_side_and_values_may_come_again():
    assert rows(laid("zip", {"context": {"demand": [0.1, 0.1], "urgency": [0.3, 0.4]}})) == [(0.1, 0.3), (0.1, 0.4)]


def test_latin_hypercube_meets_every_slice_once():
    found = np.array(rows(laid("lhs", {"context": {"demand": None, "urgency": {"low": 0.5, "high": 1.0}}}, points=20)))
    for column, low, width in ((0, 0.0, 0.05), (1, 0.5, 0.025)):
        assert sorted(np.floor((found[:, column] - low) / width)) == list(range(20))
    assert rows(laid("lhs", TWO, points=5, seed=2)) != rows(laid("lhs", TWO, points=5, seed=3))


def test_a_further_axis_of_a_latin_hypercube_leaves_the_others_as_they_are():
    few = np.array(rows(laid("lhs", {"context": {"demand": None, "urgency": None}}, points=20)))
    more = np.array(rows(laid("lhs", {"context": {"complexity": None, "urgency": None, "demand": None}}, points=20)))
    assert (more[:, [2, 1]] == few).all()


def test_sobol_has_one_point_in_every_cell_of_a_balanced_net():
    found = np.array(rows(laid("sobol_sequence", {"context": {"demand": None, "urgency": None}}, points=16)))
    cells = Counter(map(tuple, np.floor(found * 4).astype(int).tolist()))
    assert set(cells.values()) == {1}
    assert len(cells) == 16


def test_words_have_equal_parts_of_a_sampled_axis():
    forms = rows(laid("sobol_sequence", {"rules": {"trust": None}}, points=64))
    assert Counter(forms) == {(word,): 16 for word in ("off", "asymmetric", "symmetric", "confirmatory")}


def test_morris_steps_along_one_axis_at_a_time():
    found = rows(laid("morris", {"context": {"demand": None, "urgency": None, "complexity": None}}, n_trajectories=5))
    assert len(found) == 5 * 4
    for first in range(0, 20, 4):
        path = found[first : first + 4]
        moved = [[n for n in range(3) if a[n] != b[n]] for a, b in pairwise(path)]
        assert sorted(n for step in moved for n in step) == [0, 1, 2]
        assert all(abs(a[n] - b[n]) == pytest.approx(2 / 3) for (a, b, (n,)) in zip(path, path[1:], moved, strict=False))


def test_saltelli_swaps_one_column_at_a_time():
    found = rows(laid("saltelli", {"context": {"demand": None, "urgency": None}}, base_samples=4))
    assert len(found) == 4 * (2 + 2)
    a, ab0, ab1, b = found[:4]
    assert ab0 == (b[0], a[1])
    assert ab1 == (a[0], b[1])
    assert len(rows(laid("saltelli", {"context": {"demand": None, "urgency": None}}, base_samples=4, second_order=True))) == 4 * 6


def test_concat_is_end_to_end_and_leaves_out_what_a_part_does_not_have():
    one = {"kind": "grid", "axes": {"context": {"demand": [0.1, 0.2]}}}
    other = {"kind": "zip", "axes": {"context": {"urgency": [0.3], "demand": [0.4]}}}
    found = laid("concat", {}, parts=[one, other])
    assert [axis.path for axis in found.axes] == ["context.demand", "context.urgency"]
    assert rows(found) == [(0.1, ABSENT), (0.2, ABSENT), (0.4, 0.3)]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_file_holds_points_as_they_come(tmp_path, ending):
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet as pq

    path = tmp_path / f"points.{ending}"
    made = pa.table({"context.demand": [0.5, 0.1, 0.5], "rules.trust": ["off", "symmetric", "off"]})
    pyarrow.csv.write_csv(made, path) if ending == "csv" else pq.write_table(made, path)
    assert rows(laid("file", {}, path=str(path))) == [(0.5, "off"), (0.1, "symmetric"), (0.5, "off")]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("context.demand\n0.1\nnan\n", "points.csv, row 3, context.demand: empty, or NA; give every point every value"),
        ("context.demand,context.urgency\n0.1,\n", "points.csv, row 2, context.urgency: empty, or NA"),
        ("context.demand\n", "has no points"),
        ("context.demnd\n0.1\n", "did you mean context.demand?"),
        ("context.demnd\n0.1\n", "points.csv, row 1, context.demnd: "),
        ("context.demand,arm\n0.1,a\n", "a column of that name; give the column another name to keep it as a label"),
        ("context.demand,trust\n0.1,a\n", "did you mean rules.trust? If it is a label, give the column another name"),
        ("context.demand\n1.5\n", "points.csv, row 2, context.demand: 1.5 is not allowed; give a number from 0 to 1"),
        ("context.demand,context.demand\n0.1,0.2\n", "is there twice"),
    ],
)
def test_a_bad_file_is_one_line(tmp_path, text, part):
    path = tmp_path / "points.csv"
    path.write_text(text)
    with pytest.raises(UserError, match=r"^design\.path: ") as said:
        laid("file", {}, path=str(path))
    assert part in str(said.value)
    with pytest.raises(UserError, match="is no file"):
        laid("file", {}, path=str(tmp_path / "none.csv"))


def test_full_factorial_has_every_corner_once():
    found = rows(laid("factorial", {"context": {"demand": [0.1, 0.9], "urgency": None, "complexity": None}}))
    assert sorted(found) == sorted((a, b, c) for a in (0.1, 0.9) for b in (0.0, 1.0) for c in (0.0, 1.0))


@pytest.mark.slow
def test_the_fraction_of_the_mechanisms_is_of_resolution_iv():
    design = resolved_config("sweep", ["design=mechanisms", "place=pair"])["design"]
    generators = fractional_factorial.listed_generators(7, design["generators"])
    assert generators == ["E=ABC", "F=BCD", "G=ACD"]
    signs = fractional_factorial.fraction_signs(7, generators, "design")
    assert signs.shape == (16, 7)
    assert (signs.sum(axis=0) == 0).all()
    # Resolution IV: main effects are clear of one another and of every interaction of two, but pairs are not clear of pairs.
    pairs = [signs[:, a] * signs[:, b] for a, b in combinations(range(7), 2)]
    assert (signs.T @ signs == 16 * np.eye(7)).all()
    assert all((signs.T @ pair == 0).all() for pair in pairs)
    assert any(abs(one @ other) == 16 for one, other in combinations(pairs, 2))
    stated = fractional_factorial.stated(7, generators)
    assert stated["resolution"] == 4
    assert stated["defining_relation"] == ["ABCE", "ABFG", "ACDG", "ADEF", "BCDF", "BDEG", "CEFG"]
    assert stated["confounded_pairs"]["AB"] == ["CE", "FG"]
    for word in stated["defining_relation"]:
        assert (np.prod(signs[:, ["ABCDEFG".index(letter) for letter in word]], axis=1) == 1).all()


@pytest.mark.parametrize(("axes", "points"), [(3, 4), (4, 8), (6, 16), (8, 16), (9, 32), (16, 32), (17, 64)])
def test_resolution_iv_of_any_number_of_axes(axes, points):
    generators = fractional_factorial.resolution_iv_generators(axes)
    signs = fractional_factorial.fraction_signs(axes, generators, "design")
    assert signs.shape == (points if generators else 1 << axes, axes)
    assert (signs.T @ signs == signs.shape[0] * np.eye(axes)).all()
    pairs = np.array([signs[:, a] * signs[:, b] for a, b in combinations(range(axes), 2)])
    assert (pairs @ signs == 0).all()


def test_each_mechanism_is_an_axis_and_one_given_by_name_keeps_its_own_values():
    own = {"leadership": {"both": {"each": {"level": [0.2, 0.8]}, "working_with_power": {"level": [0.1, 0.9]}}}}
    found = laid("factorial", own).axes
    assert [one.path for one in found] == [f"leadership.both.{name}.level" for name in MECHANISMS]
    assert {one.path: one.values for one in found if one.values != (0.2, 0.8)} == {
        "leadership.both.working_with_power.level": (0.1, 0.9)
    }
    assert found[0].targets == tuple(f"leadership.{tier}.{MECHANISMS[0]}.level" for tier in ("team", "system"))


@pytest.mark.parametrize(
    ("generators", "part"),
    [(["E=AB"], None), (["B=A"], "no generator"), (["H=ABC"], "no generator"), (["E=ABC", "E=BCD"], "twice"),
     (["E=ABC", "F=ABE"], "defined itself"), (["D=ABC", "E=ABC"], "resolution 2")],
)  # fmt: skip
def test_generators_that_say_nothing_are_refused(generators, part):
    tree = {"context": dict.fromkeys(("demand", "urgency", "complexity", "silo_funding", "central_control", "protected_time"))}
    if part is None:
        assert laid("factorial", tree, generators=generators).count == 32
        return
    with pytest.raises(UserError, match=part):
        laid("factorial", tree, generators=generators)


@pytest.mark.parametrize(
    ("design", "part"),
    [
        ({"kind": "gird"}, "gird is unknown; .* did you mean grid"),
        ({"kind": "lhs", "axes": {"context": {"demand": None}}, "points": 0}, "design.points: 0 is not allowed"),
        ({"kind": "lhs", "axes": {}, "level": 3}, "design.level: unknown key"),
        ({"kind": "zip", "axes": {"context": {"demand": [0.1, 0.2], "urgency": [0.1]}}}, "in length: .*demand 2, .*urgency 1"),
        ({"kind": "sobol_sequence", "axes": {"context": {"demand": None}}, "points": 100}, "no power of two.* 64 or 128"),
        ({"kind": "morris", "axes": {"context": {"demand": None}}, "levels": 5}, "5 is odd"),
        ({"kind": "concat", "parts": []}, "design.parts: empty"),
        ({"kind": "concat", "parts": [{"kind": "grd"}]}, "did you mean grid"),
        ({"kind": "file"}, "design.path: missing"),
        ({"kind": "grid", "axes": {"context": {"demand": [0.1, 0.1]}}}, "0.1 stands there twice"),
    ],
)  # fmt: skip
def test_a_bad_design_is_one_line(design, part):
    if design["kind"] in ("gird",):
        with pytest.raises(UserError, match=part):
            design_points(design, PLACE)
        return
    with pytest.raises(UserError, match=part):
        design_points(with_defaults(design, "design"), PLACE)


def test_a_parquet_file_with_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "points.parquet"
    pq.write_table(pa.table({"context.demand": [0.1, 0.2]}), path, store_schema=False)
    path.write_bytes(path.read_bytes().replace(b"context.demand", b"context.de\x8fand"))
    with pytest.raises(UserError, match="no Parquet file that can be read"):
        read_points(str(path), "design.path")
