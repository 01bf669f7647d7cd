"""The one exception for what a user can cause and mend."""


class UserError(Exception):
    """A mistake in what was asked for; its text is one line: what, where, what is allowed, what to do.

    The command line prints that line and ends with exit code 2, without a traceback.
    """
