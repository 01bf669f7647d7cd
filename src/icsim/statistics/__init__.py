"""Intervals, shares, trees, fractions of designs: statistics that know nothing of care."""
