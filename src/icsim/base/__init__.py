"""What every other room may use and what knows none of them."""
