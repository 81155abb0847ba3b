"""A relay as a child process: started, waited for, stopped by its id.

Rules of this file: nothing about one relay; loopback only. The child's output
goes to a file, which outlives the child only when the start failed.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx2

from conformance.errors import SetupError
from conformance.rigs.environment import tail
from conformance.transport.client import needs_tls

HOST = "127.0.0.1"
POLL_S = 0.2
STOP_LIMIT_S = 10
"""Patience after a polite stop; LiteLLM was seen to need up to 2 s."""
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE", "SYSTEMROOT")
"""What a relay needs of our environment; keys and proxies of the user stay out."""


def free_port() -> int:
    """A port of the loopback interface that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: Sequence[str], *, health: str, limit_s: float, log_file: Path, env: Mapping[str, str]
) -> Iterator[None]:
    """The program of ``command`` answers 200 at ``health`` inside the block.

    Raises :class:`SetupError` with the last lines of ``log_file`` when the
    program ends early or is not ready after ``limit_s`` seconds.
    """
    own = {name: os.environ[name] for name in INHERITED if name in os.environ}
    with log_file.open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 (a list of our own words, no shell)
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**own, **env},
            cwd=log_file.parent,
            start_new_session=True,  # Ctrl-C is ours: the relay is stopped after the run is saved
        )
    try:
        _wait(process, health, limit_s, log_file)
        yield
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """The process has ended: asked first, then made to."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(STOP_LIMIT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(process: subprocess.Popen[bytes], health: str, limit_s: float, log: Path) -> None:
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        if _ended(process):
            raise _failed(f"ended with code {process.returncode} while starting", log)
        if _answers(health):
            return
    raise _failed(f"did not answer at {health} within {limit_s:g} s", log)


def _ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether the process is over; waits one poll interval for that."""
    try:
        process.wait(POLL_S)
    except subprocess.TimeoutExpired:
        return False
    return True


def _answers(url: str) -> bool:
    try:
        reply = httpx2.get(url, timeout=2, trust_env=False, verify=needs_tls(url))
    except httpx2.TransportError:
        return False
    return reply.status_code == httpx2.codes.OK


def _failed(what: str, log: Path) -> SetupError:
    words = tail(log.read_text(encoding="utf-8", errors="replace"))
    return SetupError(f"the relay {what}; its log is {log}, and ends with:\n{words}")
