"""Captions, files and the command."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml
from traces import DECISION, HEALTH, HEED, heeded, team, theory

from icsim.catalogue import catalogue
from icsim.commands.entry import main
from icsim.engine.block_fields import COUNT, GRIDS, STATE
from icsim.report.trace.trace_page import trace_page
from icsim.report.trace.trace_terminal import trace_lines
from icsim.report.trace.write_trace import trace_record
from icsim.trace import labels
from icsim.trace.captions import KINDS, STILL, CaptionWriter, compare_with_expected, rests
from icsim.trace.run_trace import TraceResult, load_trace_case, run_trace
from icsim.trace.series import MeasureSeries, measure_series

NEVER = re.compile(r"\b(dose|tier|arm|arms|clamp|gini|logit|lane|lanes|should|proves?|nan)\b", re.IGNORECASE)
OVERRIDES = ["budget.replicates=16"]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    made = theory({HEED: 0.1}, {HEED: 0.9}, timeline=[DECISION])
    path = tmp_path_factory.mktemp("theory") / "planted.yaml"
    path.write_text(yaml.safe_dump(made.model_dump(exclude_none=True)), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def traced(file: str) -> TraceResult:
    return run_trace(load_trace_case([file], OVERRIDES))


def test_the_chain_is_told_in_the_order_of_the_theory(traced: TraceResult) -> None:
    kinds = [caption.kind for caption in traced.captions]
    assert kinds == sorted(kinds, key=list(KINDS).index)
    assert {"action", "reasoning", "outcome"} <= set(kinds)
    reasoning = next(caption for caption in traced.captions if caption.kind == "reasoning")
    assert reasoning.badge is not None
    assert reasoning.badge.display.startswith("we built this step in")
    assert reasoning.weeks[1] == 8
    assert "fairness (health/team) stood at" in reasoning.text
    done = traced.captions[0].text
    assert "what the health/lead did differed: heeds proposals" in done
    assert "“one”" in done
    assert "“the other”" in done


def test_a_difference_that_does_not_count_has_no_badge() -> None:
    pair = heeded()
    near = team(pair, HEALTH)
    writer, large = CaptionWriter(pair, near, ("one", "other")), measure_series(pair, near, "fairness", {})
    told = writer.further(large)
    assert told.badge is not None
    small = replace(large, values=np.stack([large.values[:, 0], large.values[:, 0] + 0.002 * (large.gap != 0.0)], axis=1))
    caption = writer.further(small)
    assert "never by as much as counts" in caption.text
    assert caption.badge is None
    assert "It came" not in caption.text


def test_the_team_is_the_one_that_the_reasoning_is_about(traced: TraceResult) -> None:
    assert traced.team == HEALTH


def test_words_that_no_reader_needs_do_not_come_up(traced: TraceResult) -> None:
    said = [traced.pair_said, traced.divergence_said, *(caption.text for caption in traced.captions)]
    assert len(said) > 5
    for text in said:
        assert not NEVER.search(text), text
    for caption in traced.captions:
        assert "this run" in caption.text


@pytest.mark.slow
def test_every_theory_of_the_catalogue_and_every_valid_one_can_be_told() -> None:
    valid = Path(__file__).parents[1] / "theory" / "valid"
    for word in ("box4", str(valid / "every_word.yaml"), str(valid / "overtaken.yaml"), str(valid / "smallest.yaml")):
        found = run_trace(load_trace_case([word], OVERRIDES))
        text = "\n".join(trace_lines(found, 100))
        assert "in two worlds with the same random numbers" in " ".join(text.split())
        assert "luck" not in text + trace_page(trace_record(found))
        assert not NEVER.search(text), NEVER.search(text)
        assert all(len(line) <= 100 for line in text.splitlines())
        assert any(caption.kind == "action" for caption in found.captions)


def test_trust_both_ways_is_told_from_the_team(traced: TraceResult) -> None:
    ties, pair = trace_record(traced).states.ties, traced.pair
    (tie,), (side,) = traced.near.ties, traced.near.sides
    given, received = (pair.field(("trust_ab", "trust_ba")[way])[:, tie, 0] for way in (side, 1 - side))
    assert (given != received).any()
    assert ties.trust_given.first == pytest.approx(given.tolist(), abs=1e-6)
    assert ties.trust_received.first == pytest.approx(received.tolist(), abs=1e-6)


@pytest.mark.parametrize(
    ("gap", "expect", "said"),
    [
        (0.2, "up", "That is the way the theory expected."),
        (0.2, "down", "The theory expected lower."),
        (-0.2, "down", "That is the way the theory expected."),
        (-0.2, "up", "The theory expected higher."),
        (0.01, "up", "The theory expected higher; the difference was too small to count."),
        (0.0, "up", "The theory expected higher; there was no difference."),
        (0.01, "none", "The theory expected no difference."),
        (0.2, "none", "The theory expected no difference here."),
        (np.nan, "up", ""),
    ],
)
def test_one_run_is_held_against_what_was_expected(gap: float, expect: str, said: str) -> None:
    entry = catalogue().measures["fairness"]
    one = MeasureSeries("fairness", entry, entry.display, "somebody", np.array([[0.5 + gap, 0.5]]), ())
    assert compare_with_expected(one, 0, expect).strip() == said


def test_what_is_counted_has_to_differ_by_more_the_longer_it_was_counted() -> None:
    entry = catalogue().measures["leader_exits"]
    values = np.zeros((105, 2))
    values[:, 0] = 0.06  # more than counts in a year, less than counts in two
    one = MeasureSeries("leader_exits", entry, entry.display, "somebody", values, ())
    assert "too small to count" not in compare_with_expected(one, 52, "up")
    assert "too small to count" in compare_with_expected(one, 104, "up")
    assert one.smallest[104] == entry.smallest_by(104)
    assert one.counts_from() == 0
    values[:60] = 0.0
    late = MeasureSeries("leader_exits", entry, entry.display, "somebody", values, ())
    assert late.counts_from() == 60
    values[:63] = 0.0
    assert MeasureSeries("leader_exits", entry, entry.display, "somebody", values, ()).counts_from() is None


def test_rests_are_found_where_nothing_moves() -> None:
    scaled = np.zeros((2, 100))
    scaled[0, 20:] = 3.0  # jumps once
    scaled[1, 60:] = np.linspace(0.0, 80.0, 40)  # then never rests
    assert rests(scaled, 1) == [(20, 60)]  # weeks 1 to 19 rest as well, but too near
    assert rests(scaled[:1, :60], 1) == [(20, 59)]
    assert rests(scaled[:, 60:], 0) == []
    assert rests(np.zeros((1, STILL)), 0) == [(0, STILL - 1)]
    assert rests(np.zeros((1, STILL - 1)), 0) == []


def test_every_state_has_exactly_one_label() -> None:
    fields = [name for table in (STATE, COUNT) for names in table.values() for name in names]
    measured = set(labels.by_field())
    written = set(labels.label_table("states"))
    assert {name for name in fields if name not in measured | written} == set()
    assert written & measured == set()
    assert written <= set(fields)
    assert set(labels.label_table("between")) <= set(GRIDS) - set(fields)
    for name in (*fields, *labels.label_table("between")):
        assert not NEVER.search(labels.state(name)) or name == "influence"


def test_numbers_are_told_apart() -> None:
    assert labels.format_pair(0.5, 0.5) == ("0.50", "0.50")
    assert labels.format_pair(0.501, 0.502) == ("0.501", "0.502")
    assert labels.format_number(-0.0012) == "−0.001"


@pytest.mark.slow
def test_the_command_writes_one_folder_and_the_same_bytes_again(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b"):
        assert main(["trace", file, HEALTH, *OVERRIDES, f"out={tmp_path / name}"]) == 0
    said = capsys.readouterr().out
    assert "Who did what" in said
    assert "[we built this step in" in said
    files = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*") if path.is_file())
    written = {"trace.json", "trace.png", "trace.svg", "report.html", "ro-crate-metadata.json"}
    assert written | {"one/config.yaml", "the_other/config.yaml"} == {str(f) for f in files}
    assert (tmp_path / "a" / "trace.svg").read_bytes() == (tmp_path / "b" / "trace.svg").read_bytes()
    one, other = (json.loads((tmp_path / name / "trace.json").read_text(encoding="utf-8")) for name in "ab")
    assert one.pop("command") != other.pop("command")  # out= is part of what was typed
    assert one == other
    assert set(one) == {
        "schema", "icsim", "content_hash", "theory", "worlds", "pair", "team", "divergence", "captions", "chain", "weeks",
        "labels", "states", "why", "events",
    }  # fmt: skip
    assert len(one["states"]["team"]["fairness"]["first"]) == len(one["weeks"]) == 41
    assert len(one["why"]["chance"]["first"]) == 40
    assert set(one["states"]["ties"]) == {"trust_given", "trust_received", "partners", "cases", "joint"}
    assert any(event["event"] == "decision" and event["week"] == 5 for event in one["events"])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["box4", "hospital_b/surgery_nurse"], "hospital_b/surgery_nurse is no team of merged_hospital; allowed: "),
        (["box4", "hospital_b/surgery_nurse"], "did you mean hospital_b/surgery_nurses?"),
        ([], "no theory"),
        (["box4", "a", "b"], "one word too many"),
        (["bax4"], "did you mean box4?"),
        (["box4", "budget.replicates=4"], "budget.replicates: 4"),
    ],
)
def test_mistakes_are_one_line_and_exit_code_2(words: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", *words]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert expected in said[0]
