"""What the loader remembers is what Hydra itself puts together, time after time."""

from pathlib import Path
from typing import Any

import pytest
from hydra._internal.config_loader_impl import ConfigLoaderImpl
from hydra._internal.utils import create_config_search_path
from hydra.types import RunMode
from omegaconf import OmegaConf

from icsim.base.resources import conf_dir
from icsim.config.defaults import register, register_place
from icsim.config.hydra_loader import hydra_loader


def plain(config: Any) -> Any:
    nodes = {key: node for key, node in config.items() if key != "hydra"}
    return {key: OmegaConf.to_container(node) if OmegaConf.is_config(node) else node for key, node in nodes.items()}


@pytest.mark.parametrize("words", [["place=pair"], ["place=pair", "weeks=3"], ["leadership=inspiring_intent", "weeks=5"], []])
def test_what_is_remembered_is_what_hydra_composes(words: list[str]) -> None:
    register()
    fresh = ConfigLoaderImpl(create_config_search_path(str(conf_dir()))).load_configuration("run", words, RunMode.RUN)
    for _ in range(2):
        found = hydra_loader().config_loader.load_configuration("run", words, RunMode.RUN)
        assert plain(found) == plain(fresh)
        assert found.hydra.runtime.choices == fresh.hydra.runtime.choices
        found.weeks = 77  # whoever gets it may change it


def test_a_place_of_ones_own_that_was_changed_is_another(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    text = (conf_dir() / "place" / "pair.yaml").read_text(encoding="utf-8")
    sizes = []
    for size in (11, 12, 11):
        file.write_text(text.replace("size: 8", f"size: {size}"), encoding="utf-8")
        config = hydra_loader().config_loader.load_configuration("run", [f"place={register_place(str(file))}"], RunMode.RUN)
        sizes.append(config.place.teams.health.team.size)
    assert sizes == [11, 12, 11]
