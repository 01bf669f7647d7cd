"""The world of a row as words of the command line, with which the page that teaches opens it."""

from collections.abc import Iterator

from icsim.config.compose import compose, groups
from icsim.config.config_paths import flatten
from icsim.config.settings import SETTABLE, Settings
from icsim.sweep.axes import COMMAND


def teach_arguments(settings: Settings) -> list[str] | None:
    """What differs from the defaults as KEY=VALUE, and which luck, counted from 0, as `seed=N`: words of `icsim teach`.

    None where they cannot say it: a place that is no option, or a luck that no ensemble of the default luck has.
    """
    name = settings.place_file.name
    if name not in groups(COMMAND)["place"]:
        return None
    base = compose(COMMAND, [f"place={name}"])
    replicate = settings.seed - base.seed
    same_place = base.values["place"] == settings.values["place"]
    if replicate < 0 or replicate != settings.structure_seed - base.structure_seed or not same_place:
        return None
    return [f"place={name}", *_differing(settings, base), f"weeks={settings.weeks}", f"seed={replicate}"]


def _differing(settings: Settings, base: Settings) -> Iterator[str]:
    from icsim.config.as_text import override_text  # brings all of the theories' code with it

    for head in SETTABLE:
        usual = dict(flatten(base.values[head]))
        for path, value in flatten(settings.values[head]):
            if path not in usual or usual[path] != value:
                yield f"{head}.{path.replace('/', '.')}={override_text(value)}"
    if settings.timeline != base.timeline:
        yield f"timeline={override_text(settings.timeline)}"
