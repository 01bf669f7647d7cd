"""The one exception for what a user can cause and mend, and the exit codes of the command line."""

# A mistake that the user can mend; Ctrl-C or SIGTERM; a fault of the program.
EXIT_USER_ERROR, EXIT_INTERRUPTED, EXIT_FAULT = 2, 130, 70


class UserError(Exception):
    """A mistake in what was asked for; its text is one line: what, where, what is allowed, what to do.

    The command line prints that line and ends with exit code 2, without a traceback.
    """
