"""Defects of the relay as an HTTP intermediary: what one connection says to another."""

from __future__ import annotations

from dataclasses import replace

from conformance.model import JSON
from conformance.relay.answer import Answer, Body
from conformance.relay.defects.base import Defect
from conformance.relay.envelope import Problem, Reason, RelayError

__all__ = ["HOPS"]

_ORIGIN = "Access-Control-Allow-Origin"
_SMALL = 2**20


class NamedHeadersPassed(Defect):
    """What the client's Connection header names goes on to the upstream."""

    name = "named_headers_passed"

    def request_headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Add those that are nobody else's."""
        named = [one.strip() for one in self.turn.headers.get("Connection", "").split(",")]
        sent = self.turn.headers
        return headers | {one: sent[one] for one in named if one.startswith("x-") and one in sent}


class ProxyHeadersPassed(Defect):
    """What the client says about its own connection and proxy goes on to the upstream."""

    name = "proxy_headers_passed"
    _names = ("Keep-Alive", "TE", "Proxy-Connection", "Proxy-Authorization")

    def request_headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Add what the client sent of them."""
        sent = self.turn.headers
        return headers | {name: sent[name] for name in self._names if name in sent}


class UpstreamHopPassed(Defect):
    """What the upstream's Connection header names reaches the client."""

    name = "upstream_hop_passed"

    def headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Add it."""
        heard = self.turn.heard
        named = heard.get("Connection", "")
        return headers | {named: heard[named]} if named in heard else headers


class HostPassed(Defect):
    """The upstream is called by the relay's own host name."""

    name = "host_passed"

    def request_headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Send the client's Host."""
        return headers | {"Host": self.turn.headers.get("Host", "relay.invalid")}


class RedirectPassed(Defect):
    """A redirect of the upstream is passed on to the client."""

    name = "redirect_passed"

    def answer(self, answer: Answer) -> Answer:
        """Send its status."""
        failure = answer.problem.failure if answer.problem else None
        status = failure.status if failure else None
        if status is None or not 300 <= status < 400:
            return answer
        headers = {**answer.headers, "Location": "/v1/elsewhere"}
        return replace(answer, status=status, headers=headers)


class CodingLabelKept(Defect):
    """The header names the upstream's content coding, which has been undone."""

    name = "coding_label_kept"

    def headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Add the upstream's word for it."""
        coding = self.turn.heard.get("Content-Encoding")
        return headers | {"Content-Encoding": coding} if coding else headers


class PreflightListFixed(Defect):
    """A preflight allows the headers that somebody once thought of."""

    name = "preflight_list_fixed"

    def answer(self, answer: Answer) -> Answer:
        """Put a list in place of all."""
        if answer.about is not Body.NOTHING:
            return answer
        fixed = {"Access-Control-Allow-Headers": "Authorization, Content-Type"}
        return replace(answer, headers={**answer.headers, **fixed})


class CorsOnPreflightOnly(Defect):
    """Nothing but a preflight may be read by a page of another origin."""

    name = "cors_on_preflight_only"
    _is_preflight = False

    def answer(self, answer: Answer) -> Answer:
        """See what it is."""
        self._is_preflight = answer.about is Body.NOTHING
        return answer

    def headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Leave the permission out."""
        kept = {name: value for name, value in headers.items() if name != _ORIGIN}
        return headers if self._is_preflight else kept


class OriginReflected(Defect):
    """Every origin is let in by name, cookies and all."""

    name = "origin_reflected"

    def headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Repeat the origin."""
        origin = self.turn.headers.get("Origin")
        if origin is None:
            return headers
        return headers | {_ORIGIN: origin, "Access-Control-Allow-Credentials": "true"}


class LargeBody404(Defect):
    """A request of more than a megabyte is answered with 404."""

    name = "large_body_404"

    def request_body(self, body: dict[str, JSON]) -> dict[str, JSON]:
        """Refuse it."""
        if int(self.turn.headers.get("Content-Length", "0")) <= _SMALL:
            return body
        raise RelayError(Problem(Reason.TOO_LARGE, 404, "Not found.", code="not_found"))


class Expectation417(Defect):
    """A client that asks before it sends is refused."""

    name = "expectation_417"

    def answer(self, answer: Answer) -> Answer:
        """Change the status."""
        return replace(answer, status=417) if "Expect" in self.turn.headers else answer


class Head500(Defect):
    """Who asks for the head alone is answered with 500."""

    name = "head_500"

    def answer(self, answer: Answer) -> Answer:
        """Change the status."""
        return replace(answer, status=500) if self.turn.method == "HEAD" else answer


HOPS: tuple[type[Defect], ...] = (
    NamedHeadersPassed,
    ProxyHeadersPassed,
    UpstreamHopPassed,
    HostPassed,
    RedirectPassed,
    CodingLabelKept,
    PreflightListFixed,
    CorsOnPreflightOnly,
    OriginReflected,
    LargeBody404,
    Expectation417,
    Head500,
)
