"""The twin of the engine: the same world in plain Python. `step` is the week's table of contents."""

from types import SimpleNamespace

import mesa

from icsim.catalogue import catalogue
from icsim.config.settings import Settings
from twin import (
    deciding,
    feeling,
    hearing,
    leading,
    leaving,
    loading,
    meeting,
    populate,
    serving,
    start,
    timeline,
    trying,
    voicing,
)
from twin.luck import SOURCES, Four, Luck


class Twin(mesa.Model):
    """One world. `draws` is "keyed", equal to the engine to the last bit, or "random", the same model on other luck."""

    def __init__(self, settings: Settings, luck: Luck | None = None, draws: str = "keyed") -> None:
        super().__init__(seed=0)  # Mesa's own chance, which is never asked
        self.luck = SOURCES[draws](luck or Luck(settings.structure_seed, settings.seed))
        self.week = 0
        self.events = settings.timeline
        self.take(settings)
        populate.populate(self)
        start.before_week_1(self)

    def take(self, settings: Settings) -> None:
        """Let these settings hold from now on; what follows from them is worked out by `start.follow_settings`."""
        self.settings = settings
        self.context = SimpleNamespace(**settings.context)
        self.rules = SimpleNamespace(**settings.variants)
        homes: dict[str, dict[str, float]] = {}
        for key, value in settings.parameters.items():
            home, name = key.split(".")
            homes.setdefault(home, {})[name] = value
        self.numbers = SimpleNamespace(**{home: SimpleNamespace(**values) for home, values in homes.items()})
        self.hours = {name: homes["hours"][name] for name, lever in catalogue().levers.items() if lever.hours}

    def draw(self, process: int, week: int, a: int, b: int) -> Four:
        """Four numbers of chance."""
        return self.luck.draw(process, week, a, b)

    def step(self) -> None:
        """One week, in the order that docs/odd.md gives."""
        self.week += 1
        timeline.happen(self)  # 1
        loading.share_out_time(self)  # 2
        loading.change_arrives(self)  # 3
        loading.cuts_and_reporting(self)
        loading.build_conditions(self)
        hearing.standing(self)  # 4
        hearing.resentment(self)
        hearing.hear_leaders(self)
        hearing.promises(self)
        hearing.clarity(self)
        hearing.identity(self)
        hearing.safety_and_willingness(self)
        voicing.find_voice(self)
        hearing.hear_each_other(self)
        deciding.share_the_say(self)  # 5
        deciding.who_decides(self)
        deciding.decide(self)
        deciding.take_it(self)
        trying.boards(self)  # 6
        trying.ideas(self)
        voicing.speak_up(self)  # 7
        voicing.learn_of_the_ground(self)
        voicing.hear_response(self)
        meeting.ready(self)  # 8
        meeting.cases(self)
        meeting.trust(self)
        meeting.contact_and_conflict(self)
        meeting.what_it_came_to(self)
        feeling.learn(self)  # 9
        feeling.strain_and_morale(self)
        feeling.partnership(self)
        leading.meet(self)  # 10
        leading.own_interest(self)
        leading.open_bridges(self)
        leaving.attend(self)  # 11
        leaving.strain(self)
        leaving.leave(self)
        leaving.succeed(self)
        serving.arrive(self)  # 12
        serving.hand_over(self)
        serving.serve(self)
        serving.experience(self)
        timeline.forget(self)  # 13
