"""Expands a probe over its axes.

Rules of this file: pure; the order of the catalogue is the order of the cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

import specs
from conformance.catalog import parameters
from conformance.catalog.promises import Promises
from conformance.catalog.rows import Instance, Probe, Turns
from conformance.catalog.samples import asked
from conformance.model import JSON


def labelled(
    name: str, axis: JSON, error_rows: Mapping[str, Iterable[JSON]], promises: Promises
) -> dict[str, JSON]:
    """Label -> value of one axis as written in a probe row.

    A list gives ``name=value`` labels; ``{values: {label: value}}`` its own
    labels; ``{errors: dialect, from: upstream}`` one value a catalogue row;
    with ``rotate`` one a class, whose rows take turns. ``{profile: errors}`` one for
    each situation that the profile speaks about; ``{endpoints: [name]}`` a request each;
    ``{parameters: endpoint, requests: […]}`` one body for each request so named.
    """
    if isinstance(axis, list):
        return {f"{name}={_word(value)}": value for value in axis}
    if "values" in axis:
        return dict(axis["values"])
    if "parameters" in axis:
        return parameters.shown(axis["parameters"], axis["requests"])
    if "profile" in axis:
        return promises.axis(axis)
    if "endpoints" in axis:
        return asked(axis, specs.endpoints())
    rows = [row for row in error_rows[axis["errors"]] if _wanted(row, axis)]
    return _by_class(rows, axis["rotate"]) if "rotate" in axis else _by_name(rows)


def instances(probe: Probe) -> Iterator[Instance]:
    """Every combination of the probe's axes, first axis slowest.

    Where rows take turns, the next label of the other axis has the next row.
    """
    choices = [
        [(name, place, *pair) for place, pair in enumerate(axis.items())]
        for name, axis in probe.axes.items()
    ]
    for combination in product(*choices):
        places = {name: place for name, place, _, _ in combination}
        yield Instance(
            probe,
            label=",".join(label for _, _, label, _ in combination),
            values={
                name: value.row(places[value.over]) if isinstance(value, Turns) else value
                for name, _, _, value in combination
            },
        )


def _by_name(rows: Iterable[JSON]) -> dict[str, JSON]:
    return {row["name"]: row for row in rows}


def _by_class(rows: Iterable[JSON], over: str) -> dict[str, Turns]:
    """Class -> its rows, of which each label of the axis ``over`` takes the next."""
    classes: dict[str, list[JSON]] = {}
    for row in rows:
        classes.setdefault(row["class"], []).append(row)
    return {name: Turns(over, tuple(members)) for name, members in classes.items()}


def _wanted(row: Mapping[str, JSON], axis: Mapping[str, JSON]) -> bool:
    by_side = axis.get("from") is None or axis["from"] in row.get("from", [])
    by_name = "names" not in axis or row["name"] in axis["names"]
    by_class = "classes" not in axis or row.get("class") in axis["classes"]
    return by_side and by_name and by_class


def _word(value: JSON) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)
