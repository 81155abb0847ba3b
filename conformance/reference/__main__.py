"""``python -m conformance.reference FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

from conformance.reference import write

if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
    sys.exit("usage: python -m conformance.reference docs/reference")
write(Path(sys.argv[1]))
