"""What several results files hold: estimates, shares, sentences, and the names of roles."""

from icsim.base.document import Number, Record


class Estimate(Record):
    """A share or a size with its 95% confidence interval (Monte Carlo); null: cannot be said."""

    value: Number
    low: Number
    high: Number

    def __format__(self, spec: str) -> str:
        """Its value, formatted; a dash where there is none."""
        return "–" if self.value is None else format(self.value, spec)


class Shares(Record):
    """Shares of the parameter sets with a value; the four add up to 1."""

    expected: Estimate
    """Share with an effect as expected, beyond the smallest that counts; of a theory: all primary clauses hold."""
    negligible: Estimate
    """Share with an effect within the smallest that counts; of a theory: no primary clause has an effect."""
    opposite: Estimate
    """Share with an effect beyond it the other way; of a theory: a primary clause goes the other way."""
    partly: Estimate
    """Of a theory: share in which some primary clauses came as expected and some did not, none the other way; of a clause 0."""
    draws: int
    """Parameter sets with a value."""
    missing: int
    """Parameter sets without."""


class Sentence(Record):
    """A sentence of the report."""

    about: str
    """What it is about."""
    text: str
    """The sentence."""


class Measured(Record):
    """What is measured, of whom: a clause in words."""

    clause: str
    """Name of the clause in tables, `PART_NUMBER_MEASURE`."""
    display: str
    """What is measured, in words."""
    who: str
    """Of whom, in words."""
