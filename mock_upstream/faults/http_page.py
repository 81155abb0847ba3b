"""The upstream, or the proxy before it, answers with what is no API reply."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from random import Random
from types import MappingProxyType
from typing import Literal

from mock_upstream import errors
from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Phase
from mock_upstream.faults.headers import check_value
from mock_upstream.faults.http_error import check_row, with_request_id
from mock_upstream.frames import Data, Frames, Framing, Head

__all__ = ["Empty200", "ErrorIn200", "HtmlErrorPage", "Redirect", "Text200"]

CLOUDFLARE = MappingProxyType(
    {
        520: "Web server is returning an unknown error",
        521: "Web server is down",
        522: "Connection timed out",
        523: "Origin is unreachable",
        524: "A timeout occurred",
        525: "SSL handshake failed",
        526: "Invalid SSL certificate",
    }
)
"""Statuses of Cloudflare's own, and what its page says of them."""

TITLES = MappingProxyType(
    {int(status): status.phrase for status in HTTPStatus if status >= 400} | CLOUDFLARE
)
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class HtmlErrorPage(Fault):
    """The HTML page of a proxy whose upstream is gone, with ``status``.

    ``by`` is the proxy; the statuses 520 to 526 are Cloudflare's.
    """

    status: int = 502
    by: Literal["nginx", "cloudflare"] = "nginx"

    name = "http.html_error_page"
    phase = Phase.STATUS
    exclusive = ("the reply",)
    makes = "page"

    def __post_init__(self) -> None:
        """Raises FaultError unless the status is a known error."""
        if self.status not in TITLES:
            raise FaultError(f"{self.status} is no error status", pointer="/status")
        if self.status in CLOUDFLARE and self.by == "nginx":
            raise FaultError(f"{self.status} is a status of Cloudflare's", pointer="/by")

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """One page, as the proxy writes it."""
        return self._cloudflare() if self.by == "cloudflare" else self._nginx()

    def _cloudflare(self) -> Frames:
        """A page of many lines, with the mark of the edge that wrote it."""
        title = TITLES[self.status]
        page = (
            '<!DOCTYPE html>\n<html lang="en-US">\n<head>\n'
            f"<title>api.example.com | {self.status}: {title}</title>\n"
            '<meta charset="UTF-8" />\n</head>\n<body>\n<div id="cf-wrapper">\n'
            f'<h1><span>{title}</span> <span class="code">Error code {self.status}</span></h1>\n'
            "<p>Cloudflare Ray ID: <strong>8f2a6c1d4b3e5a70</strong></p>\n"
            "</div>\n</body>\n</html>\n"
        )
        headers = (
            ("server", "cloudflare"),
            ("cf-ray", "8f2a6c1d4b3e5a70-FRA"),
            ("content-type", "text/html; charset=UTF-8"),
        )
        return (Head(self.status, headers, Framing.LENGTH), Data(page.encode()))

    def _nginx(self) -> Frames:
        """A page of few lines."""
        title = f"{self.status} {TITLES[self.status]}"
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


@dataclass(frozen=True, slots=True)
class Text200(Fault):
    """Status 200, and plain ``text`` in place of JSON."""

    text: str = "upstream busy"

    name = "http.text_200"
    phase = Phase.STATUS
    exclusive = ("the reply",)
    makes = "page"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """A head and the words."""
        headers = (("content-type", "text/plain; charset=utf-8"),)
        return (Head(200, headers, Framing.LENGTH), Data(self.text.encode()))


@dataclass(frozen=True, slots=True)
class Redirect(Fault):
    """The caller is sent to ``location`` with ``status``: 301, 302, 303, 307 or 308."""

    status: int = 307
    location: str = "/v1/elsewhere"

    name = "http.redirect"
    phase = Phase.STATUS
    exclusive = ("the reply",)
    makes = "page"

    def __post_init__(self) -> None:
        """Raises FaultError unless the status redirects to what a header can hold."""
        if self.status not in REDIRECTS:
            raise FaultError(f"{self.status} is no redirect", pointer="/status")
        check_value(self.location, "/location")

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """A head without a body."""
        return (Head(self.status, (("location", self.location),), Framing.LENGTH),)
