"""Turns probe rows into the exact requests and mock scripts of one run."""

from conformance.probes.build import Binding, Prepared, build

__all__ = ["Binding", "Prepared", "build"]
