"""`calibration.json` from what was found."""

import numpy as np
from numpy.typing import NDArray

from icsim.base import fingerprint
from icsim.calibrate.facts_of_settings import FOUND, HIT
from icsim.calibrate.search import Survivors
from icsim.calibrate.stylised_facts import FACTS
from icsim.calibrate.targets import Target
from icsim.calibrate.what_moved import Middle, hard_pairs, moved_numbers, target_costs, words_of_move
from icsim.report.calibration.calibration_text import calibration_sentences
from icsim.report.words import NO_FORECAST
from icsim.results.calibration import (
    CalibrationFile,
    FactRecord,
    FactsRecord,
    MiddleRecord,
    NumberRecord,
    PairRecord,
    TargetRecord,
)

Facts = NDArray[np.float64]  # [setting, found or hit, fact]


def calibration_file(found: Survivors, command: str, facts: tuple[Facts, Facts] | None) -> CalibrationFile:
    """The model of the file; `facts` of settings of the prior, and of the table."""
    plan = found.plan
    made = CalibrationFile(
        note=f"This {NO_FORECAST}.",
        command=command,
        content_hash=plan.content,
        rules=fingerprint.rules(),
        targets_hash=plan.targets_hash,
        called=plan.called,
        title=plan.file.title,
        cut=plan.file.cut,
        seed=plan.seed,
        numbers=len(plan.names),
        tried=found.tried,
        passed=found.passed,
        again=found.again,
        share=found.share,
        narrowed=found.narrowed is not None,
        wanted=plan.wanted,
        settings=len(found.values),
        explored=len(found.explored),
        left_out=plan.file.left_out,
        targets=_targets(found),
        pairs=tuple(map(PairRecord.from_object, hard_pairs(found))),
        moved=tuple(
            NumberRecord(
                name=one.name, moved=one.moved, how=words_of_move(one) if one.moved else "as before", strength=one.strength,
                middle=_middle(one.middle),
            )
            for one in moved_numbers(found)
        ),
        facts=None if facts is None else _facts(*facts),
        sentences=(),
    )  # fmt: skip
    return made.model_copy(update={"sentences": tuple(calibration_sentences(made, plan.file.caution))})


def looked_at(target: Target) -> str:
    """What is read, of whom, where and when."""
    if target.correlation is not None:
        x, y = (name.replace("_", " ") for name in target.correlation)
        what = f"correlation of {x} and {y} over {target.level}s"
    elif target.climate is not None:
        what = f"agreement about {target.climate.replace('_', ' ')}, ICC(1)"
    else:
        of = ", ".join(f"{key} {value}" for key, value in target.of.items())
        what = str(target.measure).replace("_", " ") + (f" ({of})" if of else "")
    return f"{what}, {target.place.replace('_', ' ')}, week {target.week}"


def _targets(found: Survivors) -> tuple[TargetRecord, ...]:
    return tuple(
        TargetRecord(
            name=cost.name, looked_at=looked_at(target), observed_from=target.low, observed_to=target.high,
            observation=target.observation, discrepancy=target.discrepancy, luck=target.luck, source=target.source, met=cost.met,
            others=cost.others, met_with_others=cost.met_with_others, before=_middle(cost.before), after=_middle(cost.after),
        )
        for cost, target in zip(target_costs(found), found.plan.targets.values(), strict=True)
    )  # fmt: skip


def _facts(prior: Facts, table: Facts) -> FactsRecord:
    tests = np.array([not fact.calibration for fact in FACTS])
    return FactsRecord(
        settings=len(table),
        tests=int(tests.sum()),
        prior=_middle(Middle.of(prior[:, HIT][:, tests].sum(axis=1))),
        table=_middle(Middle.of(table[:, HIT][:, tests].sum(axis=1))),
        facts=tuple(
            FactRecord(
                id=fact.id, what=fact.what, test=not fact.calibration, prior_hits=float(prior[:, HIT, n].mean()),
                table_hits=float(table[:, HIT, n].mean()), prior=_middle(Middle.of(prior[:, FOUND, n])),
                table=_middle(Middle.of(table[:, FOUND, n])),
            )
            for n, fact in enumerate(FACTS)
        ),
    )  # fmt: skip


def _middle(one: Middle) -> MiddleRecord:
    return MiddleRecord.from_object(one)
