"""What a sweep reads of every world: its measures and weeks, and the names of their columns."""

from dataclasses import dataclass
from functools import cached_property

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.catalogue import catalogue
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.ensemble import all_measures
from icsim.engine.measures import Query
from icsim.engine.measures import compile_query as readable
from icsim.engine.reading_plan import QueryAtWeek
from icsim.engine.simulate import reported_weeks, trajectory_weeks
from icsim.sweep.sweep_options import MeasureName, SweepOptions


@dataclass(frozen=True)
class OutputPlan:
    """Queries and the weeks of the run table; `along`: the weeks of the trajectories, if they are kept."""

    queries: tuple[Query, ...]
    weeks: tuple[int, ...]
    along: tuple[int, ...]

    @cached_property
    def wanted(self) -> tuple[QueryAtWeek, ...]:
        """All that is read of a block: first the run table's columns, then the trajectories'."""
        return (*self.in_table, *((query, week) for query in self.queries for week in self.along))

    @cached_property
    def in_table(self) -> tuple[QueryAtWeek, ...]:
        """What the columns of the run table are."""
        return tuple((query, week) for query in self.queries for week in self.weeks)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of those columns, such as `trust_w52`."""
        return tuple(f"{query.key}_w{week}" for query, week in self.in_table)

    def column(self, measure: str, week: int | None, where: str) -> int:
        """The position of one of them. UserError where the study does not read it."""
        names = [query.key for query in self.queries]
        if measure not in names:
            raise UserError(f"{where}.measure: {measure} is not read; allowed: {list_names(names)}{did_you_mean(measure, names)}")
        week = self.weeks[-1] if week is None else week
        if week not in self.weeks:
            allowed = f"{list_names(map(str, self.weeks))}, or add it to report_weeks"
            raise UserError(f"{where}.week: {week} is not reported; allowed: {allowed}")
        return names.index(measure) * len(self.weeks) + self.weeks.index(week)


def plan_outputs(asked: SweepOptions, last: int) -> OutputPlan:
    """What a sweep of so many weeks reads. UserError for an unknown measure or a week after the end."""
    weeks = tuple(asked.report_weeks) if asked.report_weeks is not None else reported_weeks(last)
    for week in weeks:
        if not 0 <= week <= last:
            raise UserError(f"report_weeks: week {week} is not in the run; allowed: 0 to {last}, or set weeks higher")
    if len(set(weeks)) < len(weeks):
        raise UserError(f"report_weeks: a week stands there twice in {list_names(map(str, weeks))}; give each once")
    queries = all_measures() if asked.measures is None else tuple(_query(n, one) for n, one in enumerate(asked.measures))
    made = OutputPlan(queries, tuple(sorted(weeks)), trajectory_weeks(last) if asked.time_series else ())
    if len(set(made.columns)) < len(made.columns):
        raise UserError("measures: one stands there twice; give each once")
    if (asked.until.measure is None) != (asked.until.half_width is None):
        raise UserError("until: give both measure and half_width, or neither, as in until.measure=trust until.half_width=0.01")
    if asked.until.measure is not None:
        made.column(asked.until.measure, asked.until.week, "until")
    return made


def check_selections(made: OutputPlan, settings: Settings) -> None:
    """UserError for a selection that the settings' place does not have. Builds a world, so it comes after all other checks."""
    block = build_block([settings], [ReplicateSeeds(settings.structure_seed, settings.seed)])
    for query in made.queries:
        try:
            readable(query, settings.world, block)
        except UserError as error:
            raise UserError(f"measures: {error}") from None


def _query(n: int, given: MeasureName) -> Query:
    if not isinstance(given, str):
        extra = [key for key in given if key not in ("measure", "of", "stat")]
        if extra or not isinstance(given.get("measure"), str):
            raise UserError(f"measures.{n}: {given} is no measure; give a name, or {{measure: …, of: {{…}}, stat: …}}")
        return Query(given["measure"], given.get("of") or {}, given.get("stat") or "mean")
    known = catalogue().measures
    if given.partition(".")[0] not in known:
        raise UserError(f"measures.{n}: {given} is unknown; allowed: {list_names(known)}{did_you_mean(given, known)}")
    return Query(given)
