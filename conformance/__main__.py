"""``python -m conformance`` is ``relay-conformance``."""

from conformance.cli import main

if __name__ == "__main__":
    main()
