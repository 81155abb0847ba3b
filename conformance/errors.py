"""The three voices of failure that are exceptions.

Rules of this file: a relay that misbehaves is never an exception (it is a
:class:`conformance.model.Violation`); each class here names whose turn it is.
"""

from __future__ import annotations


class ConformanceError(Exception):
    """Base of every error that the suite raises on purpose."""


class UsageError(ConformanceError):
    """The user asked for something that cannot be done as asked (exit code 2)."""


class SetupError(ConformanceError):
    """The suite could not get far enough to judge (exit code 3)."""
