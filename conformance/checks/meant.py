"""What the upstream meant to say, as the mock's journal has it.

Rules of this file: only an answer that the upstream gave with 200 is meant for
the client; what a fault did to it afterwards is in the relay's hands.
"""

from __future__ import annotations

from collections.abc import Mapping

from conformance.model import JSON
from conformance.wire.view import View


def meant(view: View) -> Mapping[str, JSON]:
    """The reply of the last call that was answered with 200; empty when none was."""
    replies = [call.call.reply for call in view.upstream if call.call.status == 200]
    return replies[-1] if replies else {}
