"""A planted box comes back, with limits, coverage and density; a box in noise is called noise."""

import numpy as np
import pytest
from made_up import AXES, made_up, ranges
from test_analysis_indices import noise

from icsim.report.sweep.discovery_text import discovery_sentences
from icsim.sweep.analysis.prim import BoxLimit, in_box
from icsim.sweep.analysis.report_request import parse_report_request
from icsim.sweep.analysis.scenario_discovery import discover_scenarios

LHS = ("design=lhs", "design.points=400")


def boxed(point, arm, replicate):
    """Below 0.4 where demand is high and power is not too unequal, but for one point in twenty."""
    inside = point["context.demand"] > 0.6 and point["context.power_imbalance"] < 0.5
    return 0.2 + 0.6 * (inside == (noise(point, arm, 0) > 1.645)) + 0.001 * replicate


def found(folder, make, where, *words, axes=AXES, replicates=2):
    frame = made_up(folder / "study", make, *ranges(*axes), *words, replicates=replicates)
    wanted = parse_report_request(frame, where=where)
    return frame, discover_scenarios(frame, wanted.where[0])


@pytest.mark.slow
@pytest.mark.parametrize(
    "design", [LHS, ("design=grid", "design.levels=5"), ("design=saltelli", "design.base_samples=256")], ids=lambda one: one[0]
)
def test_a_planted_box_is_found(tmp_path, design):
    frame, one = found(tmp_path, boxed, "trust < 0.4", *design)
    assert one.box.real
    edges = {edge.path: edge for edge in one.box.box.edges}
    assert set(edges) == {"context.demand", "context.power_imbalance"}
    assert edges["context.demand"].low == pytest.approx(0.6, abs=0.1)
    assert edges["context.power_imbalance"].high == pytest.approx(0.5, abs=0.15)
    assert (edges["context.demand"].high, edges["context.power_imbalance"].low) == (np.inf, -np.inf)
    assert one.box.box.density > 0.8 > 3.0 * one.box.share
    assert one.box.unseen.density > 0.7
    said = discovery_sentences(frame, one)
    assert "A box tells where: " in said[1]
    assert "demand on services is at least 0." in said[1]
    assert "power imbalance is at most 0." in said[1]
    assert said[2].startswith("A tree: it holds at ")
    assert one.tree.found


@pytest.mark.slow
def test_coverage_and_density_are_what_they_say(tmp_path):
    _, one = found(tmp_path, boxed, "trust < 0.4", *LHS)
    inside = in_box(one.box.box.edges, one.axes, one.values)
    assert inside.tolist() == one.box.box.inside.tolist()
    assert one.box.box.coverage == (inside & one.hits).sum() / one.hits.sum()
    assert one.box.box.density == (inside & one.hits).sum() / inside.sum()
    assert one.box.share == one.hits.mean()


@pytest.mark.slow
def test_a_box_of_words_is_found(tmp_path):
    def make(point, arm, replicate):
        return 1.0 if point["rules.fairness"] in ("off", "any_voice") and point["context.demand"] < 0.5 else 0.0

    forms = "design.axes.rules.fairness=[any_voice,instrumental,off]"
    frame, one = found(tmp_path, make, "trust > 0.5", forms, *LHS, axes=("context.demand",))
    edges = {edge.path: edge for edge in one.box.box.edges}
    assert edges["rules.fairness"].words == (0, 2)
    assert one.box.box.coverage > 0.98  # a limit is where a peel stops, so a point at the edge may fall outside
    assert one.box.box.density > 0.95
    said = discovery_sentences(frame, one)
    assert "is any voice or off" in said[1]
    assert "is not instrumental" in said[2]


@pytest.mark.slow
@pytest.mark.parametrize("where", ["trust < 0", "trust > 0.8"])
def test_a_box_in_noise_is_called_noise(tmp_path, where):
    # What is found counts when it beats shuffled outcomes, so one in many designs gives a false alarm:
    # of 40, one box and two trees.
    tried = [found(tmp_path / str(seed), noise, where, *LHS, f"design.seed={seed}") for seed in range(1, 7)]
    assert all(one.box.box.edges for _, one in tried)  # a box is found in anything
    called_noise = [(frame, one) for frame, one in tried if not one.box.real and not one.tree.found]
    assert len(called_noise) >= 5
    frame, one = called_noise[0]
    said = discovery_sentences(frame, one)
    assert said[1].startswith("No box: the best one tells ")
    assert said[1].endswith("so it is noise.")
    assert said[2].startswith("No tree: ")
    assert "lie too near" in said[3]


@pytest.mark.slow
def test_a_condition_that_hardly_ever_holds_is_said_to_be_so(tmp_path):
    frame, one = found(tmp_path, lambda point, *given: point["context.demand"], "trust_w16 >= 0.99", *LHS, replicates=1)
    assert one.box is None
    said = discovery_sentences(frame, one)
    assert said[0] == "Trust between teams, week 16 is at least 0.99 at 4 of 400 points (1 of 100)."
    assert said[1].startswith("No box was looked for")
    assert said[2].startswith("With one value at each point")


def test_limits_are_closed_on_both_sides():
    class Axis:
        path, kind = "a", "number"

    values = np.array([[0.0], [0.5], [1.0]])
    assert in_box((BoxLimit("a", low=0.5),), (Axis(),), values).tolist() == [False, True, True]
    assert in_box((BoxLimit("a", high=0.5),), (Axis(),), values).tolist() == [True, True, False]
