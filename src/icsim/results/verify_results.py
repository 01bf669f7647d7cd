"""A sample of a finished run, of the mechanisms or of a scoreboard run again, and compared with its tables to the bit."""

import math
import shlex
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from icsim.base import fingerprint
from icsim.base.errors import UserError
from icsim.config.own_record import compose_again
from icsim.config.settings import Settings
from icsim.engine.ensemble import replicate_seeds, run_ensemble
from icsim.engine.simulate import report_queries, reported_weeks
from icsim.results.comparison import FIRST, SECOND, ComparisonFile
from icsim.results.mechanism_readings import COMBINATIONS, combinations_table
from icsim.results.mechanisms import MechanismsFile
from icsim.results.result_crate import SOURCE
from icsim.results.ro_crate import CRATE, changed_files, property_of
from icsim.results.run import Summary
from icsim.results.scoreboard import ScoreboardFile, ScoreboardRequest, ScoreFile
from icsim.results.theory_study import PARTS
from icsim.results.verify_study import Verified, compare_effects, evenly_spread, kept_case, settings_text
from icsim.theory.clauses import clause_queries
from icsim.theory.mechanism_factorial import ALL, factorial_readings
from icsim.theory.model_comparison import COMMAND_KEYS, with_rival_rules
from icsim.theory.run_theory import clause_readings
from icsim.theory.theory_cases import load_cases

CONFIG = "config.yaml"
MODELS = "models"  # the folder of a scoreboard with a folder for each model


def check_files(folder: Path, command: str) -> None:
    """UserError where a file of a result is not as its crate has it, or where there is no crate."""
    if not (folder / CRATE).is_file():
        what = f"{folder / CRATE} is not there, so nothing tells whether files were changed"
        raise UserError(f"verify: {what}; make the result again: {command}")
    for name, what in changed_files(folder, "verify"):
        raise UserError(f"verify: {folder / name} {what}; make it again, or bring the file back: {command}")


def same_source(folder: Path) -> bool:
    """Whether a result was made by the state of icsim that runs now."""
    return property_of(folder, SOURCE) == fingerprint.numbers()


def verify_run(folder: Path, sample: int) -> Iterator[Verified]:
    """Some worlds of a run, from its config.yaml, at every reported week."""
    found = Summary.from_file(folder, "verify")
    check_files(folder, f"icsim run {folder / CONFIG}")
    settings = _kept_settings(folder, "run", found.content_hash)
    chosen = evenly_spread(found.worlds.count, sample)
    replicates = [replicate_seeds(settings)[n] for n in chosen]
    queries, weeks = report_queries(settings.world), reported_weeks(settings.weeks)
    now = run_ensemble([settings], replicates, tuple(queries.values()), weeks).array[0]
    held = pq.read_table(folder / "replicates.parquet")
    differing = [
        f"{name}_w{week} in world {world + 1}"
        for place, world in enumerate(chosen)
        for n, name in enumerate(queries)
        for k, week in enumerate(weeks)
        if _missing_as_none(now[n, k, place]) != held[f"{name}_w{week}"][world].as_py()
    ]
    worlds = f"in world{'s' * (len(chosen) != 1)} {', '.join(str(n + 1) for n in chosen)}"
    yield Verified(found.title, worlds, now[:, :, : len(chosen)].size, tuple(differing), same_source(folder), "values")


def verify_mechanisms(folder: Path, sample: int) -> Iterator[Verified]:
    """All combinations in some settings; shares of the variance are worked out of other worlds, which are not run again."""
    found = MechanismsFile.from_file(folder, "verify")
    check_files(folder, found.command)
    settings = _kept_settings(folder, "mechanisms", found.content_hash)
    chosen = evenly_spread(found.effort.settings, sample)
    now = combinations_table(factorial_readings(settings, chosen=chosen), chosen)
    held = pq.read_table(folder / COMBINATIONS)
    kept = pa.concat_tables([held.slice(n << ALL, 1 << ALL) for n in chosen])
    differing = [
        f"{row['setting']}, combination {n % (1 << ALL)}"
        for n, (row, other) in enumerate(zip(now.to_pylist(), kept.to_pylist(), strict=True))
        if row != other
    ]
    many = now.num_rows * (now.num_columns - 1 - ALL)
    yield Verified(f"combinations in {found.place}", settings_text(chosen), many, tuple(differing), same_source(folder), "means")


def verify_scoreboard(folder: Path, sample: int) -> Iterator[Verified]:
    """Some settings of every theory under every model."""
    request, found = ScoreboardRequest.from_file(folder, "verify"), ScoreboardFile.from_file(folder, "verify")
    check_files(folder, found.command)
    words, overrides = _words_of(found.command)
    cases = load_cases(words, [one for one in overrides if one.partition("=")[0].lstrip("+~") not in COMMAND_KEYS])
    for model in request.models:
        for case in cases:
            part, under = folder / MODELS / model / PARTS / case.theory.id, with_rival_rules(case, model)
            kept = ScoreFile.from_file(part, "verify")
            if kept.content_hash != under.content:
                what = f"{case.theory.id} has other content now ({under.content[:8]}) than then ({kept.content_hash[:8]})"
                raise UserError(f"verify: {what}: its file, a place or the defaults have changed; make it again: {found.command}")
            chosen = evenly_spread(kept.effort.draws, sample)
            wanted = [(query, one.week) for one in under.asked for query in clause_queries((one,))]
            compared, differing = compare_effects(under, chosen, kept.effort.replicates, part, wanted)
            about = f"{case.theory.id} under {model}"
            yield Verified(about, settings_text(chosen), compared, differing, same_source(folder))


def verify_comparison(folder: Path, sample: int) -> Iterator[Verified]:
    """Some settings of both versions of a comparison."""
    found = ComparisonFile.from_file(folder, "verify")
    check_files(folder, found.command)
    for name, one in zip((FIRST, SECOND), found.both, strict=True):
        case = kept_case(folder / name, one.command, one.content_hash, "verify")
        chosen = evenly_spread(one.effort.draws, sample)
        compared, differing = compare_effects(case, chosen, one.effort.replicates, folder / name, clause_readings(case))
        yield Verified(f"{one.id}, {name} version", settings_text(chosen), compared, differing, same_source(folder))


def _words_of(command: str) -> tuple[list[str], list[str]]:
    """What a command of ours names, and its overrides."""
    words = shlex.split(command)[2:]
    return [one for one in words if "=" not in one], [one for one in words if "=" in one]


def _kept_settings(folder: Path, command: str, content: str) -> Settings:
    """The settings that a result kept, refused where they are others now."""
    settings = compose_again(command, folder / CONFIG, ())
    if settings.content_hash() != content:
        what = f"gives other settings now ({settings.content_hash()[:8]}) than then ({content[:8]})"
        raise UserError(f"verify: {folder / CONFIG} {what}; make the result again")
    return settings


def _missing_as_none(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


