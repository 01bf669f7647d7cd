"""Which measures are of the people served: always on screen, and tagged, for the review has no evidence on them."""

MEASURES = ("user_experience", "unmet_need", "waiting")


def of_users(measure: str) -> bool:
    """Whether a measure, by its name in the catalogue, is one of theirs."""
    return measure in MEASURES
