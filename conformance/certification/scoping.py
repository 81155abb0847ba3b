"""How far a certificate reaches, told by profile, set and run."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.catalog import load as catalog
from conformance.certification.score import Scope
from conformance.certification.sets import RequirementSet
from conformance.model import JSON, Mode

__all__ = ["scope_of"]


def scope_of(
    document: Mapping[str, JSON], frozen: RequirementSet, *, profile: str, load: str
) -> Scope:
    """The scope of a certificate from the run with ``document``, by the catalogue of today."""
    mode = Mode.BLACKBOX if document["mode"] == "blackbox" else Mode.WIRED
    known = catalog(profile)
    rows = {name: known.requirements[name] for name in frozen.rows if name in known.requirements}
    asked = {case.requirement.id for case in known.cases(mode)}
    judged = {name for name, row in rows.items() if row.is_judged}
    return Scope(
        profile=profile,
        mode=mode.value,
        capabilities=tuple(document["capabilities"]),
        load=load,
        excused=tuple(name for name in rows if rows[name].strict and not frozen.rows[name].strict),
        withdrawn=tuple(name for name in rows if name not in judged),
        no_case=tuple(
            name
            for name in rows
            if name in judged - asked and mode.value in frozen.rows[name].modes
        ),
    )
