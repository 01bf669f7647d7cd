"""`python -m icsim`."""

import sys

from icsim.commands.entry import main

sys.exit(main())
