"""What a report cites: the software and the review that its mechanisms come from, as CITATION.cff has them."""

SOFTWARE = (
    "The icsim developers. icsim: an agent-based simulation of leadership in integrated health and social care. Version {version}."
)
REVIEW = (
    "Sims S, Fletcher S, Brearley S, Ross F, Manthorpe J, Harris R (2021). What does Success Look Like for Leaders of Integrated "
    "Health and Social Care Systems? a Realist Review. International Journal of Integrated Care 21(4). doi:10.5334/ijic.5936."
)


def references(version: str) -> tuple[str, str]:
    """The software in a version, and the review."""
    return SOFTWARE.format(version=version), REVIEW
