"""Turns probe rows into the exact requests and mock scripts of one run."""

from conformance.probes.build import Binding, Prepared, asks_for, build

__all__ = ["Binding", "Prepared", "asks_for", "build"]
