"""The command line: finds the command and hands over. Only the standard library is imported before that."""

import importlib
import os
import signal
import sys
from collections.abc import Sequence

from icsim.base.errors import EXIT_FAULT, EXIT_INTERRUPTED, EXIT_USER_ERROR, UserError, lines_of
from icsim.base.plain_matplotlib import keep_settings_out
from icsim.base.plain_text import CONTROL, visible
from icsim.base.streams import lose_no_ctrl_c, make_streams_safe
from icsim.base.version import __version__
from icsim.commands.names import COMMANDS

HELP = f"""icsim {__version__}: leadership in integrated care, simulated: to explore theory, not to forecast.

usage: icsim COMMAND [WORD ...] [key=value ...] [options]

{chr(10).join(f"  {name:<12}{about}" for name, about in COMMANDS.items())}

  icsim test box4                      the theory of Box 4: asking a team, then overriding it
  icsim run place=pair weeks=104       two teams for two years
  icsim list levers                    what leaders can do
  icsim COMMAND --help                 all options, and the config groups
  eval "$(icsim -sc install=bash)"     completes words with the tab key
"""


GONE = "the folder in which this was started is not there any more; go to another one and repeat the command"
HOMELESS = "Could not determine home directory"  # what pathlib says of ~name, in a RuntimeError
LONGEST = 2000  # letters of a complaint: a value out of a file may be a book
MOST = 25  # complaints that are printed: a table can have one in each of its cells


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return the exit code; what a user can mend is one line, never a traceback."""
    args = list(sys.argv[1:] if argv is None else argv)
    if argv is None:
        make_streams_safe()
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does
        lose_no_ctrl_c()
        keep_settings_out()
    try:
        refuse_commanding(args)
        found = dispatch(args)
        sys.stdout.flush()
    except UserError as error:
        return _complain(lines_of(error), EXIT_USER_ERROR)
    except KeyboardInterrupt:
        code = _complain(["stopped; nothing half-made is left; repeat the command to go on"], EXIT_INTERRUPTED)
        if argv is None:  # a process of our own need not wait for the blocks that other threads still compute
            os._exit(code)
        return code
    except BrokenPipeError:  # `icsim list levers | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        cure = "mend that, or choose another folder with out=PATH" if where else "what is printed has nowhere to go"
        line = f"{where}{error.strerror or error}; {cure}" if _folder_is_there() else GONE
        return _complain([line], EXIT_USER_ERROR)
    except Exception as error:
        if HOMELESS in str(error):
            return _complain(["~: no home folder of that name is known here; write the whole path"], EXIT_USER_ERROR)
        return _complain([importlib.import_module("icsim.commands.crash").crash_line(error, args)], EXIT_FAULT)
    else:
        return found
    return 0


def refuse_commanding(args: Sequence[str]) -> None:
    """UserError for a word that would command the terminal on which it is printed again, or cannot be printed at all."""
    for arg in args:
        if any("\ud800" <= sign <= "\udfff" for sign in arg):
            raise UserError(f"{ascii(arg)[1:-1]}: holds bytes that are no text; give the file a name in UTF-8")
        if CONTROL.search(arg):
            raise UserError(f"{visible(arg)}: holds a sign that commands a terminal; take it out")


def dispatch(args: list[str]) -> int:
    """`COMMAND WORD ... key=value ... --option ...`: the words reach up to the first `=` or option. Gives the exit code."""
    if not args or args[0] in ("--help", "-h", "help"):
        print(HELP, end="")
    elif args[0] in ("--version", "-V"):
        print(f"icsim {__version__}")
    elif args[0] in ("--shell-completion", "-sc"):
        importlib.import_module("icsim.commands.completion").main(args[1:])
    elif args[0] not in COMMANDS:
        from icsim.base.suggest import did_you_mean

        raise UserError(f"{args[0]} is no command; allowed: {', '.join(COMMANDS)}{did_you_mean(args[0], COMMANDS)}")
    elif not all(arg.strip() for arg in args):
        raise UserError("'': an empty word stands among the others; take it out, or give what it should be")
    else:
        words, rest = split_words_and_overrides(args[1:])
        return importlib.import_module(f"icsim.commands.{args[0]}").main(words, rest) or 0
    return 0


def split_words_and_overrides(args: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words of a command, and what follows them: overrides and options."""
    count = next((i for i, arg in enumerate(args) if "=" in arg or arg.startswith(("-", "~", "+"))), len(args))
    return list(args[:count]), list(args[count:])


def _folder_is_there() -> bool:
    try:
        os.getcwd()
    except OSError:
        return False
    return True


def _complain(lines: Sequence[str], code: int) -> int:
    sys.stdout.flush()
    more = [f"and {len(lines) - MOST} more like these; mend these first"] if len(lines) > MOST else []
    for line in [*lines[:MOST], *more]:
        shown = visible(" ".join(line.split()))
        if len(shown) > LONGEST:  # what to do stands at the end
            shown = f"{shown[: LONGEST // 2]} … {shown[-LONGEST // 2 :]}"
        print("icsim:", shown, file=sys.stderr, flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
