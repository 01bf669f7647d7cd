"""The one exception for what a user can cause and mend, and the exit codes of the command line."""

from collections.abc import Sequence

# A mistake that the user can mend; Ctrl-C or SIGTERM; a fault of the program.
EXIT_NOTHING_FOUND = 1  # of a search, as of grep
EXIT_USER_ERROR, EXIT_INTERRUPTED, EXIT_FAULT = 2, 130, 70


class UserError(Exception):
    """A mistake in what was asked for; its text is one line: what, where, what is allowed, what to do.

    The command line prints that line and ends with exit code 2, without a traceback.
    """


class UserErrors(UserError):
    """Several mistakes, each a line of its own. As a text it is the first of them, and how many more there are."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = tuple(lines)
        super().__init__(self.lines[0] + f" ({len(self.lines) - 1} more)" * (len(self.lines) > 1))


def raise_all(lines: Sequence[str]) -> None:
    """A UserError that holds all lines; nothing where there are none."""
    if lines:
        raise UserErrors(lines) if len(lines) > 1 else UserError(lines[0])


def lines_of(error: UserError) -> tuple[str, ...]:
    """What it says, a line for each mistake."""
    return error.lines if isinstance(error, UserErrors) else (str(error),)
