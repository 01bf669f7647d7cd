"""What a Mesa user does out of habit is done or refused in one line, and never quietly something else."""

import copy
import pickle
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mesa
import pytest

from icsim import CareSystem, compose, replicate_seeds
from icsim.base.errors import UserError
from icsim.model import TeamAgent

ROOT = Path(__file__).resolve().parents[2]
EVENTFUL = {
    "weeks": 30,
    "timeline": [
        {"week": 8, "crisis": {"size": 0.6}},
        {"week": 12, "set": {"context.demand": 0.9}},
        {"week": 14, "leader_exit": {"who": "team", "successor": "newcomer"}},
    ],
}


def stepped(model: CareSystem, weeks: int) -> CareSystem:
    for _ in range(weeks):
        model.step()
    return model


def all_bits(model: CareSystem) -> dict[str, bytes]:
    return {name: array.tobytes() for name, array in model.block.packed._asdict().items()}


def through_pickle(model: CareSystem) -> CareSystem:
    found: CareSystem = pickle.loads(pickle.dumps(model))
    return found


@pytest.mark.parametrize("fork", [copy.deepcopy, through_pickle])
def test_a_fork_mid_run_goes_on_to_the_bit(fork: Callable[[CareSystem], CareSystem]) -> None:
    model = CareSystem("neighbourhood", settings=EVENTFUL, measures=["trust"], agent_reporters=["morale"])
    stepped(model, 10).change({"context.complexity": 0.8})
    here = all_bits(model)
    other = fork(model)
    assert all_bits(other) == here
    stepped(other, 15)
    assert all_bits(model) == here  # the first stands where it stood
    assert all_bits(other) != here  # and the fork has moved
    stepped(model, 15)
    assert all_bits(other) == all_bits(model)
    assert (other.week, other.steps, other.running) == (25, 25, True)
    for frames in zip(collected(model), collected(other), strict=True):
        assert frames[0].equals(frames[1])


def collected(model: CareSystem) -> list[Any]:
    return [model.datacollector.get_model_vars_dataframe(), model.datacollector.get_agent_vars_dataframe()]


def test_the_agents_of_a_fork_are_its_own() -> None:
    model = stepped(CareSystem("pair", measures=()), 2)
    fork = copy.deepcopy(model)
    ours, theirs = model.named("care/team"), fork.named("care/team")
    theirs.morale = 0.123
    theirs.ties[0].trust = 0.321
    theirs.leader.levers["vision"] = 1.0
    assert theirs.model is fork
    assert fork.block.morale[theirs.row, 0] == 0.123  # what the next week reads
    assert fork.measure("morale") != model.measure("morale")
    assert (ours.morale, ours.ties[0].trust) != (0.123, 0.321)
    assert ours.leader.levers["vision"] != 1.0
    assert len(fork.agents) == len(model.agents)
    assert {one.model for one in fork.agents} == {fork}


class Watched(CareSystem):
    """As people write models of their own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.seen: list[float] = []

    def step(self) -> None:
        super().step()
        self.seen.append(self.measure("trust"))


def test_a_model_of_ones_own_forks_with_what_it_keeps() -> None:
    model = stepped(Watched(place="pair", measures=()), 3)
    fork = stepped(copy.deepcopy(model), 2)
    assert (len(model.seen), len(fork.seen)) == (3, 5)
    assert through_pickle(fork).seen == fork.seen


def test_a_shallow_copy_and_a_reporter_that_no_pickle_takes_are_refused() -> None:
    model = CareSystem("pair", measures=(), model_reporters={"gap": lambda model: 1.0})
    with pytest.raises(UserError, match=r"^copy\.copy: .*copy\.deepcopy"):
        copy.copy(model)
    with pytest.raises(UserError, match=r"^pickle: reporter gap is a lambda .*copy\.deepcopy"):
        pickle.dumps(model)
    assert stepped(copy.deepcopy(model), 1).datacollector.model_vars["gap"] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (lambda model: setattr(model.named("care/team"), "morle", 0.3), r"^morle: <TeamAgent care/team> .*did you mean morale\?"),
        (lambda model: setattr(model.named("care/lead"), "autority", 0.3), r"^autority: .*did you mean authority\?"),
        (lambda model: setattr(model.named("care"), "conditons", 0.3), r"^conditons: .*did you mean conditions\?"),
        (lambda model: setattr(model.teams[0].ties[0], "trsut", 0.3), r"^trsut: .*did you mean trust\?"),
        (lambda model: setattr(model.teams[0].leader_relations[0], "trst", 0.3), r"^trst: .*did you mean trust\?"),
        (lambda model: setattr(model, "demnd", 0.3), r"^demnd: .*the setting context\.demand\? model\.change\({.*0\.3}"),
        (lambda model: setattr(model, "demand", 0.3), r"^demand: .*the setting context\.demand\?"),
        (lambda model: setattr(model, "weks", 9), r"^weks: .*the setting weeks\? CareSystem\(weeks=…\) sets it"),
        (lambda model: setattr(model, "crsis", 0.3), r"^crsis: .*did you mean crisis\?"),
        (lambda model: model.agents_by_type[TeamAgent].set("intnet", 0.3), r"^intnet: .*did you mean intent\?"),
    ],
)
def test_an_attribute_that_nobody_has_is_refused_with_the_nearest(write: Callable[[CareSystem], None], said: str) -> None:
    with pytest.raises(UserError, match=said) as refused:
        write(CareSystem("pair", measures=()))
    assert "\n" not in str(refused.value)


def test_a_model_takes_names_of_ones_own() -> None:
    model = CareSystem("pair", measures=())
    model.history, model.counter, model._demnd = [], 0, 0.3
    model.running, model.steps, model.crisis = False, 4, 0.25
    assert (model.history, model.counter, model._demnd, model.steps, model.crisis) == ([], 0, 0.3, 4, 0.25)
    model.change({"context.demand": 0.3})  # as the refusal of `demand` says


def test_names_of_ones_own_and_mesas_may_be_written() -> None:
    team = CareSystem("pair", measures=()).named("care/team")
    team._colour, team.pos, team.morale = "red", (1, 2), 0.5
    assert (team._colour, team.pos, team.morale) == ("red", (1, 2), 0.5)


@pytest.mark.parametrize("asked", [{"agent_reporters": ["morle"]}, {"agenttype_reporters": {TeamAgent: {"m": "morle"}}}])
def test_a_reporter_of_an_attribute_that_nobody_has_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(UserError, match=r"^agent_reporters: morle is no attribute.*did you mean morale\?$"):
        CareSystem("pair", measures=(), **asked)


def batch(iterations: int = 3, **more: Any) -> list[tuple[int, int, float]]:
    parameters = {"place": "pair", "measures": [["trust"]], **more}
    rows = mesa.batch_run(CareSystem, parameters, iterations=iterations, max_steps=3, display_progress=False)
    return [(row["structure_seed"], row["seed"], row["trust"]) for row in rows]


def test_iterations_without_a_seed_are_the_worlds_of_an_ensemble() -> None:
    made = batch()
    replicates = replicate_seeds(compose("run", ["place=pair"]), 3)
    assert [row[:2] for row in made] == [(luck.structure_seed, luck.seed) for luck in replicates]
    assert len({trust for *_, trust in made}) == 3
    alone = stepped(CareSystem("pair", structure_seed=3, seed=3, measures=()), 3)
    assert alone.measure("trust") == made[2][2]


def test_iterations_of_one_structure_differ_by_their_luck() -> None:
    assert [row[:2] for row in batch(structure_seed=4)] == [(4, 1), (4, 2), (4, 3)]


def test_iterations_of_one_seed_repeat_a_world_and_say_so() -> None:
    with pytest.warns(UserWarning, match="^seed: given, so iteration [12] repeats the same world"):
        assert len(set(batch(seed=5))) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        assert len(set(batch(seed=None))) == 3
        assert len(set(batch(iterations=1, seed=range(3)))) == 3


def test_newer_mesas_word_for_no_seed_is_no_seed() -> None:
    assert CareSystem("pair", seed=4, rng=None, measures=()).seed == 4


def test_paths_are_welcome(tmp_path: Path) -> None:
    own = tmp_path / "a place, of one's own.yaml"
    own.write_text((ROOT / "tests" / "world" / "valid" / "smallest.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    models = [CareSystem(own), CareSystem(place=own), CareSystem(settings={"place": own}), CareSystem(str(own))]
    assert {model.settings.content_hash() for model in models} == {models[0].settings.content_hash()}
    rows = mesa.batch_run(CareSystem, {"place": [own], "measures": [["morale"]]}, max_steps=2, display_progress=False)
    assert len(rows) == 1
