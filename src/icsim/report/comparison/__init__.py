"""What `icsim compare` leaves: two versions of a theory side by side."""
