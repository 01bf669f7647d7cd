"""Statistics that know nothing of care: how points are spread, what shares and intervals come to."""
