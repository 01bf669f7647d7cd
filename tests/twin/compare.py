"""Twin and engine side by side: every state of every carrier, to the last bit. The engine is a black box here."""

from collections.abc import Iterator
from typing import Any

from icsim.catalogue.load import LEVERS
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds as EngineLuck
from icsim.engine.block import build_block
from icsim.engine.ensemble import BlockRunner
from twin.luck import Luck
from twin.model import Twin
from twin.start import words

STATES = {
    "team": words("""
        intent expectation delivered expectation_gap ownership clarity reason_understood outlook skill willingness
        partnership_team safety fairness morale respect job_fear staff_strain territoriality identity_own identity_shared
        identity_threat influence below above turnout_reputation joined_up_care attendance backlog change_held_back overload
        reporting_lines capacity_cut reporting_time learning_hours queue pressure waiting power outlook_first uneven harm
        arriving_change contact contact_good held_skill footing goodwill said known resistance obeyed trial accepted
        asked_accept handed taken_on tried adopted refused served gave_up arrived_total
    """),
    "leader": words("""
        time_share practice_pace in_post load mean_enactment referent base_credibility values sectional perceived_sectional
        belief_error risk_aversion short_termism partnership_leader leader_strain loyalty_strain misfit incumbent vacant
        exit_type exit_draw survival hours practice_hours given_timed given_untimed authority loyalty exit_weekly
        group_distance exits mode done came_new
    """),
    "leading": words("trust_leading credibility trust_ceiling breach reach"),
    "tie": words("""
        present trust_ab trust_ba familiarity distance conflict_open unopened distance_first cases came_a came_b joint
        success quality
    """),
    "leader_tie": words("lead_ab lead_ba met gave_a gave_b"),
    "organisation": ["conditions"],
    "user_group": words("user_experience user_fit user_joined"),
    "place": ["crisis"],
}


class Pair:
    """A twin and a block of one lane, both of one world."""

    def __init__(self, settings: Settings, luck: Luck) -> None:
        self.twin = Twin(settings, luck)
        self.block = build_block([settings], [EngineLuck(*luck)])
        self.runner = BlockRunner(self.block, [settings])

    def until(self, week: int) -> None:
        """Both to the end of a week."""
        while self.twin.week < week:
            self.twin.step()
        self.runner.until(week)

    def differences(self) -> list[str]:
        """What is not equal, one line each."""
        found = []
        for carrier, names in STATES.items():
            for thing, label, row in self._rows(carrier):
                for name in names:
                    here, there = getattr(thing, name), getattr(self.block, name)[row, 0]
                    if float(here) != float(there):
                        found.append(f"week {self.twin.week}: {name} of {label}: twin {here!r}, engine {there!r}")
        return found + self._different_levers()

    def _different_levers(self) -> list[str]:
        return [
            f"week {self.twin.week}: {what} {lever} of {leader.name}: twin {values[lever]!r}"
            for at, lever in enumerate(LEVERS)
            for row, leader in enumerate(self.twin.leaders)
            for what, values in (("lever", leader.lever), ("practice", leader.practice))
            if values[lever] != getattr(self.block, what)[at, row, 0]
        ]

    def _rows(self, carrier: str) -> Iterator[tuple[Any, str, int]]:
        """The things of a carrier, each with a label and its row in the engine's arrays."""
        twin = self.twin
        if carrier == "place":
            yield twin, "the place", 0
        elif carrier == "leading":
            yield from self._relations()
        elif carrier in ("tie", "leader_tie"):
            yield from self._ties(carrier)
        else:
            things = {
                "team": twin.teams, "leader": twin.leaders, "organisation": twin.organisations, "user_group": twin.users
            }  # fmt: skip
            yield from ((thing, thing.name, row) for row, thing in enumerate(things[carrier]))

    def _relations(self) -> Iterator[tuple[Any, str, int]]:
        rows = iter(range(len(self.block.rel_post)))  # two of each team, then seats
        for team in self.twin.teams:
            near, far = next(rows), next(rows)
            for relation, row in zip(team.leading, (near, far), strict=False):
                yield relation, f"{team.name} and {relation.leader.name}", row
        seats = [seat for leader in self.twin.leaders for seat in leader.guests]
        for seat, row in zip(seats, rows, strict=True):
            yield seat, f"{seat.team.name} at the table of {seat.leader.name}", row

    def _ties(self, carrier: str) -> Iterator[tuple[Any, str, int]]:
        """A tie that neither is nor could open never matters, and the engine may leave it out."""
        if carrier == "tie":
            ties, things, ends = self.twin.ties, self.twin.teams, (self.block.tie_a, self.block.tie_b)
        else:
            ties, things, ends = self.twin.leader_ties, self.twin.leaders, (self.block.lt_a, self.block.lt_b)
        place = {thing: at for at, thing in enumerate(things)}
        rows = {(int(a), int(b)): row for row, (a, b) in enumerate(zip(*ends, strict=True))}
        for tie in ties:
            row = rows.pop((place[tie.a], place[tie.b]), None)
            if row is None:
                assert carrier == "tie"
                assert not tie.present
                assert not tie.openable
            else:
                yield tie, f"{tie.a.name} and {tie.b.name}", row
        assert not rows, f"the engine has {carrier}s that the twin has not: {rows}"
