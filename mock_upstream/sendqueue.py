"""How much of what was written the peer's kernel has not confirmed.

Rules of this file: the one place that asks the operating system about a socket.
"""

from __future__ import annotations

import asyncio
import fcntl
import socket
import struct
import sys
import termios

__all__ = ["acknowledged"]

DRAIN_POLL_S = 0.0005
DRAIN_LIMIT_S = 2.0
"""A peer that reads nothing for so long gets its reset with data unread."""

SO_NWRITE = 0x1024
"""macOS: octets of the send queue that the peer has not acknowledged."""


async def acknowledged(sock: socket.socket) -> None:
    """Return when the send queue is empty, or after :data:`DRAIN_LIMIT_S`."""
    for _ in range(int(DRAIN_LIMIT_S / DRAIN_POLL_S)):
        if not _unacknowledged(sock):
            return
        await asyncio.sleep(DRAIN_POLL_S)


def _unacknowledged(sock: socket.socket) -> int:
    """Octets that the peer's kernel has not confirmed."""
    if sys.platform == "darwin":
        return sock.getsockopt(socket.SOL_SOCKET, SO_NWRITE)
    queued = fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, b"\0" * 4)
    return int(struct.unpack("i", queued)[0])
