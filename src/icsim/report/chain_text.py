"""A ripple chain in sentences."""

from icsim.results.chains import ChainRecord


def chain_text(found: ChainRecord) -> str:
    """How often each link came, all of them together, and the last without the one before it."""
    links = ", ".join(f"{name} held in {held}" for name, held in zip(found.links, found.held, strict=True))
    *_, before, last = found.links
    never = next((name for name, held in zip(found.links[:-1], found.held, strict=False) if not held), None)
    unasked = f"; {never} held in no setting, so whether the links hang together cannot be asked" if never is not None else ""
    return (
        f"chain {' → '.join(found.links)}: of {found.settings} settings {links}, all links in the same one in {found.all_held} "
        f"({found.share.value:.0%}, 95% CI {found.share.low:.0%} to {found.share.high:.0%}); without what {before} gives, "
        f"{last} held in {found.without}{unasked}"
    )
