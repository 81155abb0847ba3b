"""Expands a probe over its axes.

Rules of this file: pure; the order of the catalogue is the order of the cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from conformance.catalog.promises import Promises
from conformance.catalog.rows import Instance, Probe
from conformance.model import JSON


def labelled(
    name: str, axis: JSON, error_rows: Mapping[str, Iterable[JSON]], promises: Promises
) -> dict[str, JSON]:
    """Label -> value of one axis as written in a probe row.

    A list gives ``name=value`` labels; ``{values: {label: value}}`` its own
    labels; ``{errors: dialect, from: upstream}`` one value a catalogue row;
    ``{profile: errors}`` one for each situation that the profile speaks about.
    """
    if isinstance(axis, list):
        return {f"{name}={_word(value)}": value for value in axis}
    if "values" in axis:
        return dict(axis["values"])
    if "profile" in axis:
        return promises.axis(axis)
    rows = [row for row in error_rows[axis["errors"]] if _wanted(row, axis)]
    return {row["name"]: row for row in rows}


def instances(probe: Probe) -> Iterator[Instance]:
    """Every combination of the probe's axes, first axis slowest."""
    choices = [[(name, *pair) for pair in axis.items()] for name, axis in probe.axes.items()]
    for combination in product(*choices):
        yield Instance(
            probe,
            label=",".join(label for _, label, _ in combination),
            values={name: value for name, _, value in combination},
        )


def _wanted(row: Mapping[str, JSON], axis: Mapping[str, JSON]) -> bool:
    by_side = axis.get("from") is None or axis["from"] in row.get("from", [])
    by_name = "names" not in axis or row["name"] in axis["names"]
    return by_side and by_name


def _word(value: JSON) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)
