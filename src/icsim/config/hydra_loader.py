"""Hydra as icsim uses it: one loader, which reads each configuration that ships once and puts the same choices together once."""

import pickle
from collections import OrderedDict
from contextlib import suppress
from functools import cache
from typing import Any

from hydra import version
from hydra._internal.config_loader_impl import ConfigLoaderImpl
from hydra._internal.config_repository import CachingConfigRepository, IConfigRepository
from hydra._internal.hydra import Hydra
from hydra._internal.utils import create_config_search_path
from hydra.core.config_store import ConfigStore
from hydra.core.default_element import ResultDefault
from hydra.core.override_parser.types import Override
from hydra.plugins.config_source import ConfigResult
from omegaconf import DictConfig

from icsim.base.resources import conf_dir
from icsim.config.defaults import OWN, register

KEPT = 32  # combinations of choices that are kept put together


@cache
def hydra_loader() -> Hydra:
    """One loader for the whole process; it touches no global state of a Hydra application that icsim is used in."""
    version.setbase("1.3")
    register()
    loader = RememberingLoader(create_config_search_path(str(conf_dir())))
    for source in loader.repository.get_sources():
        if source.scheme() == "structured":
            source.store = _NotCopied(source.store)  # type: ignore[attr-defined]  # a source of this scheme has one
    return Hydra("icsim", loader)


class RememberingLoader(ConfigLoaderImpl):
    """Hydra's loader, but that what does not depend on single values is not done again for each composition.

    Files that ship do not change, and what a user gives has a name that says what it holds; so a configuration that was read is
    read, and what the same choices come to is the same.
    """

    def __init__(self, search_path: Any) -> None:  # Any: what Hydra makes of it
        super().__init__(search_path)
        self._read: dict[str, ConfigResult | None] = {}
        self._composed: OrderedDict[tuple[object, ...], bytes] = OrderedDict()  # pickled: a third of the time of a deep copy

    def _parse_overrides_and_create_caching_repo(
        self, config_name: str | None, overrides: list[str]
    ) -> tuple[list[Override], CachingConfigRepository]:
        parsed, repository = super()._parse_overrides_and_create_caching_repo(config_name, overrides)
        if self._knows(repository):
            repository.cache.update(self._read)  # the list of defaults only reads them
        return parsed, repository

    def _compose_config_from_defaults_list(self, defaults: list[ResultDefault], repo: IConfigRepository) -> DictConfig:
        if not self._knows(repo):
            return super()._compose_config_from_defaults_list(defaults, repo)
        assert isinstance(repo, CachingConfigRepository)
        self._read.update({path: found for path, found in repo.cache.items() if found is not None and OWN not in path})
        key = tuple((one.config_path, one.package, one.is_self, one.primary) for one in defaults)
        if (kept := self._composed.get(key)) is not None:  # asked once: another thread may take it away
            known: DictConfig = pickle.loads(kept)
            return known
        fresh = CachingConfigRepository(self.repository)  # what is put together takes away from its parts
        made = super()._compose_config_from_defaults_list(defaults, fresh)
        with suppress(pickle.PicklingError):  # a launcher from elsewhere may bring a class that is no longer the one of its name
            self._composed[key] = pickle.dumps(made)
            while len(self._composed) > KEPT:
                self._composed.popitem(last=False)
        return made

    def _knows(self, repository: IConfigRepository) -> bool:
        """Whether it looks where this loader looks; `hydra.searchpath` may add to that."""
        own, theirs = ([(one.scheme(), one.path) for one in each.get_sources()] for each in (self.repository, repository))
        return own == theirs

    def __getstate__(self) -> dict[str, object]:
        """Another process, such as a launcher's, reads for itself."""
        return {**self.__dict__, "_read": {}, "_composed": OrderedDict()}


class _NotCopied:
    """The store of registered configurations. Hydra copies its sources for every composition, and with them, half of the
    time that it takes, all that is registered; the store hands out copies anyway."""

    def __init__(self, store: ConfigStore) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:  # Any: whatever the store has by this name
        return getattr(self._store, name)

    def __deepcopy__(self, memo: object) -> "_NotCopied":
        return self

    def __reduce__(self) -> tuple[type["_NotCopied"], tuple[ConfigStore]]:
        """Another process, such as a launcher's, gets it as it was made: without attributes, every one would ask for itself."""
        return _NotCopied, (self._store,)
