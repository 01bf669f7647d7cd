"""What was published, fact by fact, and what stands for it in the model: as data."""

from dataclasses import dataclass

WIDTH = 0.15  # of the band on either side, unless the source gives a band


@dataclass(frozen=True)
class Fact:
    """A published correlation and its counterpart: `x` and `y` are states of those at `level`."""

    id: str
    what: str
    level: str
    x: str
    y: str
    expected: float
    source: str
    band: tuple[float, float] | None = None  # None: expected ± WIDTH
    kind: str = "rho"  # or r: raw; sign: that of `expected`; order: larger than between the two of `than`
    than: tuple[str, str] = ("", "")
    where: str = ""  # a state that is 1 where the fact is looked for

    @property
    def range(self) -> tuple[float, float]:
        """The band that a hit lies in."""
        return self.band or (round(self.expected - WIDTH, 2), round(self.expected + WIDTH, 2))

    @property
    def calibration(self) -> bool:
        """It may be used to set a scale, and so tests nothing."""
        return self.id.rstrip("abcde") in ("SF1", "SF3", "SF5", "SF6")


DIRKS, WANG, FRAZIER = "Dirks & Ferrin 2002", "Wang 2014", "Frazier 2017"
GREER, DE_WIT, PETTIGREW = "Greer 2018", "de Wit 2012", "Pettigrew & Tropp 2006"
DECHURCH, COLQUITT, GRIFFETH = "DeChurch & Mesmer-Magnus 2009, 2010", "Colquitt 2007", "Griffeth 2000"

FACTS = (
    Fact("SF1", "transformational leadership – trust in leader", "team", "inspiring", "trust_leader", 0.72, DIRKS, (0.45, 0.8)),
    Fact("SF2a", "procedural justice – trust in leader", "team", "fairness", "trust_leader", 0.61, DIRKS),
    Fact("SF2b", "participative decisions – trust in leader", "team", "participation", "trust_leader", 0.46, DIRKS),
    Fact("SF2d", "trust in leader – performance", "team", "trust_leader", "performance", 0.16, DIRKS),
    Fact("SF3", "trust within – joint performance", "tie", "trust", "succeeded", 0.30, "De Jong 2016"),
    Fact("SF4a", "safety – learning behaviour", "team", "safety", "ideas", 0.60, FRAZIER, (0.45, 0.70)),
    Fact("SF4b", "safety – information sharing", "team", "safety", "speaking", 0.50, FRAZIER, (0.40, 0.60)),
    Fact("SF4c", "safety – performance", "team", "safety", "performance", 0.40, FRAZIER, (0.20, 0.45)),
    Fact("SF4d", "relation with leader – safety", "team", "trust_leader", "safety", 0.40, FRAZIER, (0.40, 1.0)),
    Fact("SF5a", "shared leadership – effectiveness", "team", "shared", "effectiveness", 0.34, WANG),
    Fact("SF5b", "the same, attitudes above performance", "team", "shared", "morale", 0.0, WANG, kind="order",
         than=("shared", "performance")),
    Fact("SF6a", "role ambiguity – performance", "team", "ambiguity", "performance", -0.21, "Tubre & Collins 2000"),
    Fact("SF7a", "hierarchy – joint performance", "tie", "power_gap", "succeeded", -0.08, GREER),
    Fact("SF7b", "hierarchy – viability", "tie", "power_gap", "viability", -0.11, GREER),
    Fact("SF8a", "participation – performance", "team", "participation_told", "performance", 0.11, "Wagner 1994"),
    Fact("SF8b", "participation – satisfaction", "team", "participation_told", "morale", 0.11, "Wagner 1994"),
    Fact("SF9a", "relationship conflict – joint performance", "tie", "conflict", "succeeded", -0.16, DE_WIT),
    Fact("SF9c", "task conflict – joint performance", "tie", "disagreement", "succeeded", -0.01, DE_WIT),
    Fact("SF10a", "contact – prejudice", "tie", "familiarity", "distance", -0.21, PETTIGREW, kind="r"),
    Fact("SF10b", "the same at equal status", "tie", "familiarity", "distance", -0.29, PETTIGREW, kind="r", where="equals"),
    Fact("SF11a", "breach – mistrust", "team", "expectation_gap", "mistrust", 0.65, "Zhao 2007"),
    Fact("SF12b", "rational persuasion – commitment", "team", "explanation", "commitment", 1.0, "Lee 2017", kind="sign"),
    Fact("SF12c", "inspirational appeal – commitment", "team", "vision", "commitment", 1.0, "Lee 2017", kind="sign"),
    Fact("SF12d", "consultation – commitment", "team", "consult", "commitment", 1.0, "Lee 2017", kind="sign"),
    Fact("SF12e", "collaboration – commitment", "team", "share", "commitment", 1.0, "Lee 2017", kind="sign"),
    Fact("SF13a", "team cognition – joint performance", "team", "skill", "joint_succeeded", 0.38, DECHURCH),
    Fact("SF13b", "information sharing – performance", "team", "speaking", "performance", 0.42, DECHURCH),
    Fact("SF13c", "teamwork processes – joint performance", "team", "turnout_reputation", "joint_succeeded", 0.30, "LePine 2008"),
    Fact("SF14a", "trust – risk taking", "tie, each way", "trust_given", "turns_up", 0.42, COLQUITT),
    Fact("SF14b", "trust – task performance", "team", "trust_partners", "performance", 0.33, COLQUITT),
    Fact("SF14c", "trust – citizenship", "team", "trust_partners", "attendance", 0.27, COLQUITT),
    Fact("SF14d", "trust – counterproductive behaviour", "team", "trust_partners", "territoriality", -0.33, COLQUITT),
    Fact("SF15a", "intention to quit – turnover", "leader", "quit_intention", "left", 0.38, GRIFFETH),
    Fact("SF15b", "satisfaction – turnover", "leader", "satisfaction", "left", -0.19, GRIFFETH),
    Fact("SF15e", "intention tells more than dissatisfaction", "leader", "quit_intention", "left", 0.0, GRIFFETH, kind="order",
         than=("dissatisfied", "left")),
)  # fmt: skip
