"""Tells a refusal of the user's account from conduct of the relay. Pure.

Rules of this file: only an answer that says so itself counts (a code, a type, a
sentence), and only to a request that carried the user's own key. Relays say it
in many words and with many statuses; the tables hold those that are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.model import JSON
    from conformance.wire.view import View

__all__ = ["ADVICE", "Account", "Trouble", "own_key", "trouble"]


class Trouble(StrEnum):
    """What is the matter with an account."""

    MONEY = "money"
    KEY = "key"
    MODEL = "model"
    RATE = "rate"


ADVICE: Mapping[Trouble, str] = {
    Trouble.MONEY: "top up the account or raise its budget",
    Trouble.KEY: "check the key, its expiry date and the addresses it may be used from",
    Trouble.MODEL: "name a model that the key may use, with --model",
    Trouble.RATE: "wait, or lower --concurrency",
}
"""What a person does about it."""


@dataclass(frozen=True, slots=True)
class Account:
    """One refusal: its kind, and the words of the relay."""

    trouble: Trouble
    said: str


_CODES: Mapping[Trouble, frozenset[str]] = {
    Trouble.MONEY: frozenset(
        {"insufficient_quota", "insufficient_balance", "insufficient_user_quota",
         "pre_consume_token_quota_failed", "quota_not_enough", "budget_exceeded",
         "token_quota_exhausted", "insufficient_credits", "payment_required", "billing_error",
         "billing_not_active", "billing_hard_limit_reached", "credit_balance_exhausted",
         "organization_spend_limit_exceeded", "project_spend_limit_exceeded",
         "organization_usage_limit_exceeded"}
    ),
    Trouble.KEY: frozenset(
        {"invalid_api_key", "key_expired", "expired_key", "key_disabled", "account_deactivated",
         "token_not_found_in_db", "ip_not_authorized", "invalid_organization",
         "mismatched_organization", "unsupported_country_region_territory",
         "authentication_error", "auth_error"}
    ),
    Trouble.MODEL: frozenset(
        {"key_model_access_denied", "team_model_access_denied", "user_model_access_denied",
         "org_model_access_denied", "project_model_access_denied"}
    ),
    Trouble.RATE: frozenset({"rate_limit_exceeded", "rate_limit", "rate_limit_error", "slow_down"}),
}  # fmt: skip
"""Words of ``error.code`` and ``error.type``, in lower case."""

_SENTENCES: Mapping[Trouble, re.Pattern[str]] = {
    Trouble.MONEY: re.compile(
        r"(?i)exceeded your current quota|insufficient (?:quota|balance|credit|funds)"
        r"|(?:user |token )?quota is not enough|credit balance is too low|budget has been exceeded"
        r"|额度不足|余额不足|额度已用尽|预扣费额度失败|欠费|配额不足"
    ),
    Trouble.KEY: re.compile(
        r"(?i)(?:incorrect|invalid) api key|invalid token\b|no such token|api key (?:is )?expired"
        r"|无效的令牌|令牌验证失败|令牌已过期|令牌状态不可用|用户已被封禁|只能在指定网段使用"
        r"|不在令牌允许访问的列表|密钥(?:无效|错误|已过期|已禁用)|expired key"
    ),
    Trouble.MODEL: re.compile(
        r"(?i)not allowed to access model|no access to (?:the )?model"
        r"|无权(?:访问|使用)(?:任何)?模型|无可用渠道|no available channel for model"
        r"|or you do not have access to it|must be verified to use the model|无权访问 .* 分组"
    ),
    Trouble.RATE: re.compile(
        r"(?i)rate limit (?:reached|exceeded)|too many requests|请求数限制|上游负载已饱和"
    ),
}

_STATUSES: Mapping[Trouble, frozenset[int]] = {
    Trouble.MONEY: frozenset({400, 401, 402, 403, 422, 429}),
    Trouble.KEY: frozenset({401, 403}),
    Trouble.MODEL: frozenset({401, 403, 404, 503}),
    Trouble.RATE: frozenset({429}),
}
"""With other statuses the words say something else, or a relay that hides what it means."""

MOST_SAID = 200


def own_key(view: View) -> bool:
    """Whether the request carried the key of the user, which no record shows."""
    sent = view.exchange.request
    return any("[redacted:key of" in value for _, value in (*sent.headers, ("", sent.url)))


def trouble(view: View) -> Account | None:
    """What the answer says of the account; ``None`` when it says nothing of it."""
    status = view.status or 0
    words, sentence = _said(view)
    for kind in Trouble:
        if status not in _STATUSES[kind]:
            continue
        if words & _CODES[kind] or _SENTENCES[kind].search(sentence):
            return Account(kind, sentence[:MOST_SAID])
    if status == 402:
        return Account(Trouble.MONEY, sentence[:MOST_SAID])
    return Account(Trouble.RATE, sentence[:MOST_SAID]) if status == 429 else None


def _said(view: View) -> tuple[frozenset[str], str]:
    """Codes and types in lower case, and the message."""
    body = view.json
    error = body.get("error", body) if isinstance(body, Mapping) else None
    if isinstance(error, str):
        return frozenset(), error
    if not isinstance(error, Mapping):
        return frozenset(), view.text[:MOST_SAID]
    message = error.get("message") or error.get("msg") or error.get("detail") or ""
    return frozenset(_words(error)), str(message)


def _words(error: Mapping[str, JSON]) -> Iterator[str]:
    for key in ("code", "type", "status"):
        if isinstance(error.get(key), str):
            yield error[key].lower()
