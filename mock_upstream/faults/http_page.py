"""The upstream, or the proxy before it, answers with what is no API reply."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from random import Random

from mock_upstream import errors
from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Phase
from mock_upstream.faults.http_error import check_row, with_request_id
from mock_upstream.frames import Data, Frames, Framing, Head

__all__ = ["Empty200", "ErrorIn200", "HtmlErrorPage"]


@dataclass(frozen=True, slots=True)
class HtmlErrorPage(Fault):
    """The HTML page of a proxy whose upstream is gone, with ``status``."""

    status: int = 502

    name = "http.html_error_page"
    phase = Phase.STATUS
    exclusive = ("the reply",)
    makes = "page"

    def __post_init__(self) -> None:
        """Raises FaultError unless the status is a known error."""
        if self.status not in {int(status) for status in HTTPStatus if status >= 400}:
            raise FaultError(f"{self.status} is no error status", pointer="/status")

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """One page, as nginx writes it."""
        title = f"{self.status} {HTTPStatus(self.status).phrase}"
        page = (
            f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n"
            f"<center><h1>{title}</h1></center>\r\n<hr><center>nginx</center>\r\n"
            "</body>\r\n</html>\r\n"
        )
        headers = (("server", "nginx"), ("content-type", "text/html"))
        return (Head(self.status, headers, Framing.LENGTH), Data(page.encode()))


@dataclass(frozen=True, slots=True)
class Empty200(Fault):
    """Status 200, a JSON content type, and no body at all."""

    name = "http.empty_200"
    phase = Phase.STATUS
    exclusive = ("the reply",)
    makes = "page"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """A head alone."""
        return (Head(200, (("content-type", "application/json"),), Framing.LENGTH),)


@dataclass(frozen=True, slots=True)
class ErrorIn200(Fault):
    """An error of the catalogue behind the status 200, as some relays answer."""

    error: str = "server_error"

    name = "http.error_in_200"
    phase = Phase.STATUS
    exclusive = ("the reply",)
    makes = "json"

    def __post_init__(self) -> None:
        """Raises FaultError when the catalogue has no such row."""
        check_row(self.error)

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The error's body with another status."""
        failure = errors.failure(self.error, status=200)
        return errors.render_failure(with_request_id(failure, frames))
