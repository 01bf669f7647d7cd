"""What settings were found, what that cost, and what follows: in words, as data and in the terminal."""
