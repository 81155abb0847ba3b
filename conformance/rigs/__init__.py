"""Rigs: relays that are wired to the mock, and how each kind is started.

One kind is one file with a ``start`` and one line in :data:`KINDS`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from conformance.errors import UsageError
from conformance.rigs.document import Lane, Rig, from_json, load, write

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from types import ModuleType

__all__ = [
    "KINDS",
    "Lane",
    "Log",
    "Rig",
    "from_json",
    "is_kind",
    "load",
    "module",
    "quiet",
    "start",
    "write",
]

Log: TypeAlias = Callable[[str], None]
"""Takes one line of progress that a person may want to see; never a secret."""

KINDS = ("reference", "litellm")
"""Names that ``--rig`` takes; ``conformance.rigs.<name>`` starts each."""


def is_kind(name: str) -> bool:
    """Whether ``name`` is a kind of relay and not a rig file."""
    return name in KINDS


def module(name: str) -> ModuleType:
    """The module of a kind: ``start(mock_url, *, lanes, log)`` yields its rig document.

    Raises :class:`UsageError` for a name that is none.
    """
    if name not in KINDS:
        raise UsageError(f"no rig {name!r}; known rigs: {', '.join(KINDS)}, or a rig file")
    return import_module(f"conformance.rigs.{name}")


def quiet(line: str) -> None:
    """A :data:`Log` that drops what it is told."""
    del line


@contextmanager
def start(
    name: str, *, lanes: int = 8, log: Log = quiet, mock_url: str | None = None, **options: object
) -> Iterator[Rig]:
    """A started relay of kind ``name``; leaving the context stops what was started.

    Without ``mock_url`` a mock is started too. ``options`` are the kind's own.
    """
    kind = module(name)
    with ExitStack() as stack:
        if mock_url is None:
            mock_url = stack.enter_context(_own_mock())
        described = stack.enter_context(kind.start(mock_url, lanes=lanes, log=log, **options))
        yield from_json(described, environ=os.environ, folder=Path())


def _own_mock() -> AbstractContextManager[str]:
    from conformance import embedded  # noqa: PLC0415 (starts servers; not every rig needs one)

    return embedded.mock()
