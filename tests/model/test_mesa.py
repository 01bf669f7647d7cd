"""What a Mesa user expects: keywords, collected frames, batch runs, and refusals in one line."""

import ast
import doctest
import inspect
import math
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pytest

from icsim import CareSystem
from icsim.base.errors import UserError
from icsim.catalogue import catalogue
from icsim.engine.ensemble import all_measures
from icsim.model import TeamAgent

ROOT = Path(__file__).resolve().parents[2]


def stepped(model: CareSystem, weeks: int) -> CareSystem:
    for _ in range(weeks):
        model.step()
    return model


def test_settings_can_be_said_in_four_ways() -> None:
    models = [
        CareSystem(place="pair", seed=1, context__demand=0.7, measures=()),
        CareSystem("pair", **{"context.demand": np.float64(0.7)}, seed=1, measures=()),
        CareSystem("pair", settings={"context": {"demand": 0.7}, "seed": 1}, measures=()),
        CareSystem(overrides=["place=pair", "context.demand=0.7", "seed=1"], measures=()),
    ]
    assert {model.settings.content_hash() for model in models} == {models[0].settings.content_hash()}
    assert models[0].settings.context["demand"] == 0.7


def test_a_keyword_outranks_settings_and_overrides_outrank_both() -> None:
    settings = {"context.demand": 0.1, "context.complexity": 0.2, "context.urgency": 0.3}
    words = ["context.complexity=0.8"]
    model = CareSystem("pair", settings=settings, context__demand=0.7, overrides=words, measures=())
    assert [model.settings.context[name] for name in ("demand", "complexity", "urgency")] == [0.7, 0.8, 0.3]


def test_a_place_of_ones_own_is_read_anew_for_every_model(tmp_path: Path) -> None:
    text = (ROOT / "tests" / "world" / "valid" / "smallest.yaml").read_text(encoding="utf-8")
    own = tmp_path / "own.yaml"
    titles = []
    for title in ("One team", "Another"):
        own.write_text(text.replace("title: One team", f"title: {title}"), encoding="utf-8")
        titles.append(stepped(CareSystem(own), 2).world.title)
    assert titles == ["One team", "Another"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"demand": 0.7}, r"^demand: unknown key .*allowed: .*context"),
        ({"context__demnd": 0.7}, r"^context\.demnd: unknown key .*did you mean context\.demand\?$"),
        ({"context.demand": 7}, r"^context\.demand: 7 is not allowed; give a number from 0 to 1"),
        ({"place": "pear"}, "pear.*pair"),
        ({"weeks": 0}, "^weeks: 0 is not allowed"),
        ({"seed": -1}, "^seed: -1 is not allowed"),
        ({"settings": {"rules.trust": "odd"}}, r"^rules\.trust: odd is not allowed"),
        ({"overrides": ["context.demnd=1"]}, r"^context\.demnd: unknown key"),
        ({"overrides": ["seed=2"], "seed": 3}, "^seed: given as a keyword and in overrides"),
        ({"seed": 1, "rng": 2}, "^rng: another word for seed"),
        ({"rng": np.random.default_rng(1)}, "^seed: "),
        ({"measures": ["trsut"]}, "^measure: trsut is unknown.*did you mean trust"),
        ({"timeline": [{"week": 9, "crisis": {"size": 0.5}}], "weeks": 8}, r"^timeline\.0\.week: 9 comes after"),
        ({"context.demand": object()}, "^settings: .*not JSON serializable"),
    ],
)
def test_what_is_unknown_or_impossible_is_refused_in_one_line(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError, match=said) as refused:
        CareSystem(**{"place": "pair", "measures": ()} | wrong)
    assert "\n" not in str(refused.value)


def test_names_that_do_not_exist_are_refused() -> None:
    model = CareSystem("pair", measures=())
    with pytest.raises(UserError, match=r"^health/taem: .*did you mean health/team\?$"):
        model.named("health/taem")
    with pytest.raises(UserError, match=r"^of\.professoin: "):
        model.measure("fairness", of={"professoin": "nurse"})
    with pytest.raises(UserError, match=r"^seed: cannot change on the way"):
        model.change({"seed": 4})


def test_it_stops_at_the_last_week_of_its_settings() -> None:
    model = CareSystem("pair", weeks=3, measures=())
    running = []
    while model.running:
        model.step()
        running.append((model.week, model.steps, model.running))
    assert running == [(1, 1, True), (2, 2, True), (3, 3, False)]


def test_every_measure_is_collected_every_week() -> None:
    model = stepped(CareSystem("merged_hospital", seed=1), 6)
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == ["structure_seed", "seed", *(query.measure for query in all_measures())]
    assert list(frame.index) == list(range(7))  # the row is the week
    assert set(frame["seed"]) == {1}
    for query in all_measures():
        now = model.measure(query.measure)
        assert frame[query.measure].iloc[-1] == now or (math.isnan(now) and math.isnan(frame[query.measure].iloc[-1]))
    assert frame["trust"].nunique() == 7


def test_reporters_of_ones_own_come_beside_the_measures() -> None:
    model = CareSystem(
        "pair", measures=["trust", "enacted.vision"], model_reporters={"teams": lambda model: len(model.teams)},
        agent_reporters=["name", "morale"], agenttype_reporters={TeamAgent: ["intent"]},
    )  # fmt: skip
    stepped(model, 3)
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == ["structure_seed", "seed", "trust", "enacted.vision", "teams"]
    agents = model.datacollector.get_agent_vars_dataframe()
    assert agents.index.names == ["Step", "AgentID"]
    assert len(agents) == 4 * len(model.agents)
    team = model.named("care/team")
    assert agents.loc[(3, team.unique_id), "morale"] == team.morale
    teams = model.datacollector.get_agenttype_vars_dataframe(TeamAgent)
    assert teams.loc[(3, team.unique_id), "intent"] == team.intent


def test_a_seed_of_none_is_drawn_and_told() -> None:
    seeds = {CareSystem("pair", seed=None, measures=()).seed for _ in range(4)}
    assert len(seeds) == 4
    seed = seeds.pop()
    again = CareSystem("pair", rng=seed, measures=())
    assert again.seed == again.datacollector.model_vars["seed"][0] == seed


PARAMETERS = {"place": "pair", "context.initial_trust": [0.3, 0.7], "seed": range(2), "measures": [["trust", "morale"]]}


def test_batch_run_gives_each_world_as_it_is_alone() -> None:
    rows = mesa.batch_run(CareSystem, PARAMETERS, max_steps=12, display_progress=False)
    assert [(row["context.initial_trust"], row["seed"], row["Step"]) for row in rows] == [
        (trust, seed, 12) for trust in (0.3, 0.7) for seed in (0, 1)
    ]
    for row in rows:
        alone = stepped(CareSystem("pair", seed=row["seed"], context__initial_trust=row["context.initial_trust"]), 12)
        assert (row["trust"], row["morale"]) == (alone.measure("trust"), alone.measure("morale"))
    assert len({row["trust"] for row in rows}) == 4


def test_batch_run_reads_agents_at_the_same_week_as_the_model() -> None:
    rows = mesa.batch_run(
        CareSystem, {"place": "pair", "seed": 1, "measures": [["morale"]], "agent_reporters": [["morale"]]},
        max_steps=8, display_progress=False,
    )  # fmt: skip
    teams = [row["morale"] for row in rows if row["morale"] is not None]  # an agent's value stands over the model's
    assert len(teams) == 2
    assert stepped(CareSystem("pair", seed=1), 8).measure("morale") == (teams[0] + teams[1]) / 2


@pytest.mark.slow
def test_batch_run_works_in_two_processes() -> None:
    batch = {"parameters": PARAMETERS, "max_steps": 12, "display_progress": False}
    alone = mesa.batch_run(CareSystem, **batch)
    shared = mesa.batch_run(CareSystem, number_processes=2, **batch)
    assert sorted(shared, key=lambda row: row["RunId"]) == alone


@pytest.mark.slow
def test_importing_icsim_stays_light() -> None:
    heavy = "{'mesa', 'numba', 'numpy'} & set(sys.modules)"
    code = f"import sys, icsim; print(len({heavy})); icsim.CareSystem; print(len({heavy}))"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.split() == ["0", "3"]


def test_the_page_of_the_docs_runs() -> None:
    text = (ROOT / "docs" / "mesa.md").read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```pycon\n(.*?)```", text, re.DOTALL))
    test = doctest.DocTestParser().get_doctest(code, {}, "mesa.md", None, 0)
    assert len(test.examples) > 20
    options = doctest.ELLIPSIS | doctest.REPORT_NDIFF
    assert doctest.DocTestRunner(optionflags=options).run(test).failed == 0


def example_of_the_viewer() -> tuple[dict[str, Any], ast.Module]:
    """What the docs' example has set before it asks for the viewer, and the rest, which needs solara, unrun."""
    text = (ROOT / "docs" / "mesa.md").read_text(encoding="utf-8")
    before, viewer = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    found: dict[str, Any] = {}
    exec(before, found)
    return found, ast.parse(viewer)


def test_the_example_of_mesas_viewer_says_what_it_takes() -> None:
    source = (Path(mesa.__file__).parent / "visualization" / "solara_viz.py").read_text(encoding="utf-8")
    viewer = next(node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == "SolaraViz")
    takes = {argument.arg for argument in (*viewer.args.args, *viewer.args.kwonlyargs)}
    shows = (Path(mesa.__file__).parent / "visualization" / "__init__.py").read_text(encoding="utf-8")
    _, example = example_of_the_viewer()
    imported = {name.name for node in ast.walk(example) if isinstance(node, ast.ImportFrom) for name in node.names}
    calls = [node for node in ast.walk(example) if isinstance(node, ast.Call) and ast.unparse(node.func) == "SolaraViz"]
    assert imported
    assert all(f'"{name}"' in shows for name in imported)
    assert {keyword.arg for keyword in calls[0].keywords} <= takes


def test_the_example_of_mesas_viewer_has_the_catalogues_sliders_and_measures_that_are_collected() -> None:
    found, example = example_of_the_viewer()
    model, sliders = found["model"], found["sliders"]
    context, levels = catalogue().context["demand"], catalogue().levels["working_with_power"]
    assert [(one["min"], one["max"]) for one in sliders.values()] == [context.range, levels.range]
    assert model.settings.context["demand"] == sliders["context.demand"]["value"]
    calls = [node for node in ast.walk(example) if isinstance(node, ast.Call) and ast.unparse(node.func) == "make_plot_component"]
    plotted = [ast.literal_eval(call.args[0]) for call in calls]
    assert plotted == found["given"]["measures"]
    other = stepped(CareSystem(**found["given"], **{path: one["max"] for path, one in sliders.items()}), 2)  # as after a reset
    assert set(plotted) <= set(other.datacollector.get_model_vars_dataframe().columns)
    assert list(inspect.signature(CareSystem.__init__).parameters)[-1] == "kwargs"  # the viewer looks for that very name
