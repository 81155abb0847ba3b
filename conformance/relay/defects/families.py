"""The defects of tasks: of all families, then of each."""

from __future__ import annotations

from conformance.relay.defects.base import Defect
from conformance.relay.defects.ideogram import IDEOGRAM
from conformance.relay.defects.kling import KLING
from conformance.relay.defects.luma import LUMA
from conformance.relay.defects.midjourney import MIDJOURNEY
from conformance.relay.defects.runway import RUNWAY
from conformance.relay.defects.suno import SUNO
from conformance.relay.defects.task_answers import TASK_ANSWERS
from conformance.relay.defects.tasks import TASKS

__all__ = ["FAMILIES"]

FAMILIES: tuple[type[Defect], ...] = (
    *TASKS,
    *TASK_ANSWERS,
    *MIDJOURNEY,
    *SUNO,
    *KLING,
    *LUMA,
    *RUNWAY,
    *IDEOGRAM,
)
"""The defects of these families, in their order."""
