"""Every fixed sentence of a certificate, in English and Simplified Chinese.

Rules of this file: phrases only; ``{name}`` is filled in by the caller. Names,
titles and quotes come from the certificate and stay in the language they have.
"""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.document import JSON
from reports.text import line

__all__ = ["LIMITS", "WORDS", "Row", "claim", "facts", "say", "summary"]

WORDS: dict[str, dict[str, str]] = {
    "title": {"en": "Conformance certificate", "zh": "一致性证书"},
    "claim": {
        "en": "{product} {release} kept every required rule of the set {set} under the profile "
        "{profile}, in each of {runs} runs.",
        "zh": "{product} {release} 在全部 {runs} 次运行中，均满足要求集 {set} 在厂商档案 {profile} "
        "下的每一条必须要求。",
    },
    "product": {"en": "Product", "zh": "产品"},
    "vendor": {"en": "Vendor", "zh": "厂商"},
    "contact": {"en": "Contact for disputes", "zh": "异议联系方式"},
    "artifact": {"en": "Artefact tested", "zh": "被测制品"},
    "level": {"en": "Evidence level", "zh": "证据等级"},
    "level.L0": {
        "en": "L0: run by its own maker, seen from outside",
        "zh": "L0：厂商自行运行，仅从外部观察",
    },
    "level.L1": {
        "en": "L1: run by its own maker, both sides of the relay seen",
        "zh": "L1：厂商自行运行，同时观察中转站两侧",
    },
    "level.L2": {
        "en": "L2: run by its maker, and again by another party with the same outcome",
        "zh": "L2：厂商运行后，由另一方独立复现并得到相同结果",
    },
    "profile": {"en": "Scope: profile", "zh": "范围：厂商档案"},
    "mode": {"en": "Scope: seen from", "zh": "范围：观察方式"},
    "mode.blackbox": {"en": "outside (black box)", "zh": "外部（黑盒）"},
    "mode.wired": {"en": "both sides (wired)", "zh": "两侧（接线）"},
    "load": {"en": "Scope: load", "zh": "范围：负载"},
    "load.light": {"en": "light", "zh": "轻负载"},
    "load.full": {"en": "full size", "zh": "完整规模"},
    "capabilities": {"en": "Scope: capabilities", "zh": "范围：能力"},
    "excused": {"en": "Excused by the profile's own documents", "zh": "厂商文档已声明的偏离"},
    "no_case": {"en": "Nothing to ask under this profile", "zh": "该档案下没有可检查内容的要求"},
    "none": {"en": "none", "zh": "无"},
    "documented": {"en": "As documented", "zh": "按自身文档"},
    "strict": {"en": "OpenAI strict", "zh": "OpenAI 严格"},
    "verdict.conformant": {"en": "conformant", "zh": "符合"},
    "verdict.not conformant": {"en": "not conformant", "zh": "不符合"},
    "verdict.no verdict": {"en": "no verdict", "zh": "没有结论"},
    "set": {"en": "Requirement set", "zh": "要求集"},
    "counts": {"en": "Required rows", "zh": "必须满足的要求"},
    "counts.value": {
        "en": "{required}; {passed} passed, {not_applicable} had nothing to judge; "
        "{warned} recommended rows warned; {not_scored} later rows are not scored",
        "zh": "{required} 条；{passed} 条通过，{not_applicable} 条没有可判定的内容；"
        "{warned} 条建议性要求有警告；{not_scored} 条较新的要求未计分",
    },
    "suite": {"en": "Suite", "zh": "测试套件"},
    "issued": {"en": "Issued", "zh": "签发日期"},
    "expires": {"en": "Expires", "zh": "失效日期"},
    "runs": {"en": "Runs", "zh": "运行"},
    "run.value": {
        "en": "{started_at}, {exchanges} exchanges",
        "zh": "{started_at}，{exchanges} 次交互",
    },
    "reproduces": {"en": "Reproduces what this key signed", "zh": "复现了由此密钥签名的证书"},
    "limits": {"en": "What this certificate does not say", "zh": "本证书不说明的内容"},
    "check": {"en": "How to check it", "zh": "如何核验"},
    "check.text": {
        "en": "This page is a claim. The bundle that it lies in is checked offline, with the "
        "public key that you have from the signer by another way:",
        "zh": "本页仅为声明。请使用从签名方另行取得的公钥，离线核验其所在的证书包：",
    },
    "expired": {
        "en": "This certificate has expired. It says nothing about the product of today.",
        "zh": "本证书已失效，不能说明该产品的现状。",
    },
    # the terminal; reasons stay in English, as all messages do
    "run": {"en": "run {number} of {repeat}", "zh": "第 {number} 次运行，共 {repeat} 次"},
    "made": {
        "en": "{folder}: level {level}, profile {profile}, set {set}, {sealed}, until {expires}",
        "zh": "{folder}：证据等级 {level}，厂商档案 {profile}，要求集 {set}，{sealed}，"
        "有效期至 {expires}",
    },
    "signed": {"en": "signed", "zh": "已签名"},
    "not_signed": {"en": "not signed", "zh": "未签名"},
    "no_certificate": {"en": "no certificate: {reason}", "zh": "不能签发证书：{reason}"},
    "kept": {"en": "the runs so far are in {place}", "zh": "已完成的运行保存在 {place}"},
    "accept": {
        "en": "accepted: {product} {release}, level {level}, profile {profile}, set {set}, "
        "until {expires}",
        "zh": "核验通过：{product} {release}，证据等级 {level}，厂商档案 {profile}，要求集 {set}，"
        "有效期至 {expires}",
    },
    "refuse": {"en": "refused: {reason}", "zh": "核验未通过：{reason}"},
    "note": {"en": "note: {reason}", "zh": "注意：{reason}"},
    "more": {"en": "and {count} more reasons", "zh": "以及另外 {count} 条原因"},
    "refused": {"en": "refused", "zh": "核验未通过"},
    "other_language": {"en": "English", "zh": "简体中文"},
}

LIMITS: dict[str, tuple[str, ...]] = {
    "en": (
        "Nothing about how good the models' answers are, their price, or who runs them.",
        "Nothing about uptime, speed, security or privacy beyond the rows of the set.",
        "Nothing about capabilities outside the scope, other releases, or other deployments.",
        "Nothing about rules that came later than the set, and nothing after its last day.",
    ),
    "zh": (
        "不涉及模型回答的质量、价格，也不说明实际由谁提供模型。",
        "除要求集所列内容外，不涉及可用性、速度、安全或隐私。",
        "不涉及范围之外的能力、其他版本或其他部署。",
        "不涉及晚于该要求集的规则；失效日期之后不再说明任何内容。",
    ),
}
"""The other half of an honest claim."""


@dataclass(frozen=True, slots=True)
class Row:
    """One fact: what it is called, and its values."""

    name: str
    values: Sequence[str]


def say(key: str, lang: str, **values: object) -> str:
    """The phrase ``key``, filled in."""
    return WORDS[key][lang].format(**values)


def facts(claims: Mapping[str, JSON], lang: str) -> list[Row]:
    """What a certificate claims, in the order of its pages. Values are cleaned, not escaped."""
    scope, product = claims["scope"], claims["product"]
    rows: list[tuple[str, Sequence[str]]] = [
        ("product", [f"{product['product']['name']} {product['product']['release']}"]),
        ("vendor", [product["vendor"]["name"]]),
        ("contact", [product["vendor"]["contact"]]),
        ("artifact", _artifact(product)),
        ("level", [say(f"level.{claims['level']}", lang)]),
        ("profile", [scope["profile"]]),
        ("mode", [say(f"mode.{scope['mode']}", lang)]),
        ("load", [say(f"load.{scope['load']}", lang)]),
        ("capabilities", [", ".join(scope["capabilities"]) or say("none", lang)]),
        ("excused", [", ".join(scope["excused"]) or say("none", lang)]),
        ("no_case", [", ".join(scope["no_case"]) or say("none", lang)]),
        ("documented", [say(f"verdict.{claims['verdicts']['documented']}", lang)]),
        ("strict", [say(f"verdict.{claims['verdicts']['strict']}", lang)]),
        ("set", [claims["set"]["name"], claims["set"]["digest"]]),
        ("counts", [_counts(claims["requirements"], lang)]),
        ("suite", [f"relay-conformance {claims['suite']['version']}", claims["suite"]["digest"]]),
        ("runs", [say("run.value", lang, **run) for run in claims["runs"]]),
        ("reproduces", [] if claims["reproduces"] is None else [claims["reproduces"]["key"]]),
        ("issued", [claims["issued"]]),
        ("expires", [claims["expires"]]),
    ]
    return [
        Row(say(key, lang), [line(value, 4000) for value in values])
        for key, values in rows
        if values
    ]


def claim(claims: Mapping[str, JSON], lang: str) -> str:
    """The one sentence that a certificate is."""
    named = claims["product"]["product"]
    return line(
        say(
            "claim",
            lang,
            product=named["name"],
            release=named["release"],
            profile=claims["scope"]["profile"],
            set=claims["set"]["name"],
            runs=len(claims["runs"]),
        ),
        1000,
    )


def summary(key: str, lang: str, claims: Mapping[str, JSON], **more: object) -> str:
    """A certificate in one line of a terminal."""
    return say(
        key,
        lang,
        product=claims["product"]["product"]["name"],
        release=claims["product"]["product"]["release"],
        level=claims["level"],
        profile=claims["scope"]["profile"],
        set=claims["set"]["name"],
        expires=claims["expires"],
        **more,
    )


def _artifact(product: Mapping[str, JSON]) -> list[str]:
    artifact = product.get("artifact")
    return [] if artifact is None else [artifact["name"], f"sha256:{artifact['sha256']}"]


def _counts(counts: Mapping[str, JSON], lang: str) -> str:
    return say("counts.value", lang, **{**counts, "not_scored": len(counts["not_scored"])})
