"""Defects of sound, of either direction."""

from __future__ import annotations

from conformance.relay.defects.base import Defect
from conformance.relay.defects.speech import SPEECH
from conformance.relay.defects.transcripts import TRANSCRIPTS

__all__ = ["AUDIO"]

AUDIO: tuple[type[Defect], ...] = (*SPEECH, *TRANSCRIPTS)
"""Both families, in the order in which they are listed."""
