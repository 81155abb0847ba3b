"""``python -m mock_upstream``."""

from __future__ import annotations

from mock_upstream.cli import main

if __name__ == "__main__":
    main()
