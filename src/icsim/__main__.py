"""`python -m icsim`."""

import sys

from icsim.cli import main

sys.exit(main())
