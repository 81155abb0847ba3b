"""Every fixed sentence of the reports, in English and Simplified Chinese.

Rules of this file: phrases only; ``{name}`` is filled in by the caller. Titles,
quotes and messages come from the run and stay in the language they have.
"""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

from dataclasses import dataclass

from reports.phrases_notices import NOTICES
from reports.phrases_page import PAGE
from reports.phrases_runs import RUNS
from reports.phrases_terminal import TERMINAL

__all__ = ["LANGUAGES", "PHRASES", "Phrases"]

LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""Language name -> the tag for ``lang`` attributes (BCP 47)."""

PHRASES: dict[str, dict[str, str]] = {
    **NOTICES,
    **PAGE,
    **RUNS,
    **TERMINAL,
    # page
    "report": {"en": "Conformance report", "zh": "一致性测试报告"},
    "skip_to_content": {"en": "Skip to content", "zh": "跳到正文"},
    "specs": {"en": "Requirements {digest}", "zh": "规范数据 {digest}"},
    # facts about the run
    "relay": {"en": "Relay", "zh": "中转站"},
    "profile": {"en": "Profile", "zh": "厂商档案"},
    "model": {"en": "Model", "zh": "模型"},
    "rig": {"en": "Rig", "zh": "测试台"},
    "mode": {"en": "Mode", "zh": "模式"},
    "mode.embedded": {"en": "embedded", "zh": "内置"},
    "mode.wired": {"en": "wired", "zh": "接线"},
    "mode.blackbox": {"en": "black box", "zh": "黑盒"},
    "suite": {"en": "Suite", "zh": "测试套件"},
    "started": {"en": "Started", "zh": "开始时间"},
    "duration": {"en": "Duration", "zh": "用时"},
    "cost": {"en": "Cost", "zh": "消耗"},
    "cost.value": {
        "en": "{requests} requests · {tokens} tokens",
        "zh": "{requests} 次请求 · {tokens} 个 token",
    },
    "exit_code": {"en": "Exit code", "zh": "退出码"},
    "exit.0": {"en": "0 – conformant", "zh": "0 – 符合"},
    "exit.1": {"en": "1 – not conformant", "zh": "1 – 不符合"},
    "exit.2": {"en": "2 – wrong usage", "zh": "2 – 用法错误"},
    "exit.3": {"en": "3 – no verdict", "zh": "3 – 没有结论"},
    "capabilities": {"en": "Capabilities", "zh": "能力"},
    "unknown": {"en": "unknown", "zh": "未知"},
    # a cut run
    "cut.title": {"en": "This run was cut short", "zh": "本次运行被中断"},
    "cut.text": {
        "en": "It ended before all cases were judged. What follows covers only what was done "
        "until then; nothing may be concluded about the rest.",
        "zh": "运行在全部用例判定之前结束。以下内容仅涵盖已完成的部分，其余部分不能得出任何结论。",
    },
    # verdicts
    "verdicts": {"en": "Verdicts", "zh": "结论"},
    "documented": {"en": "As documented", "zh": "按自身文档"},
    "strict": {"en": "OpenAI strict", "zh": "OpenAI 严格"},
    "verdict.conformant": {"en": "Conformant", "zh": "符合"},
    "verdict.not conformant": {"en": "Not conformant", "zh": "不符合"},
    "verdict.no verdict": {"en": "No verdict", "zh": "没有结论"},
    "documented.conformant": {
        "en": "The relay kept everything that its own profile promises and this run checked.",
        "zh": "在本次检查范围内，中转站履行了其档案所承诺的全部要求。",
    },
    "documented.not conformant": {
        "en": "The relay broke at least one requirement that its own profile promises to keep.",
        "zh": "中转站至少违反了一条其档案所承诺的要求。",
    },
    "documented.no verdict": {
        "en": "Too little could be judged to say whether the relay keeps its own promises.",
        "zh": "可判定的内容不足，无法说明中转站是否履行其承诺。",
    },
    "strict.conformant": {
        "en": "Stock OpenAI SDKs and strict clients work against it, as far as this run checked.",
        "zh": "在本次检查范围内，官方 OpenAI SDK 与严格客户端均可正常使用。",
    },
    "strict.not conformant": {
        "en": "Stock OpenAI SDKs or strict clients break on at least one of its answers.",
        "zh": "官方 OpenAI SDK 或严格客户端至少会在一种应答上出错。",
    },
    "strict.no verdict": {
        "en": "Too little could be judged to say whether stock SDKs and strict clients work.",
        "zh": "可判定的内容不足，无法说明官方 SDK 与严格客户端能否正常使用。",
    },
    # outcomes: the word, the heading of a group, what it means
    "outcome.pass": {"en": "pass", "zh": "通过"},
    "outcome.fail": {"en": "fail", "zh": "失败"},
    "outcome.warn": {"en": "warn", "zh": "警告"},
    "outcome.skip": {"en": "skip", "zh": "跳过"},
    "outcome.inconclusive": {"en": "inconclusive", "zh": "无法判定"},
    "outcome.error": {"en": "error", "zh": "错误"},
    "outcome.known": {"en": "known", "zh": "已知"},
    "outcome.fixed": {"en": "fixed", "zh": "已修复"},
    "group.fail": {"en": "Failures", "zh": "失败"},
    "group.fixed": {"en": "Fixed, but still in the baseline", "zh": "已修复但仍在基线中"},
    "group.warn": {"en": "Warnings", "zh": "警告"},
    "group.inconclusive": {"en": "Inconclusive", "zh": "无法判定"},
    "group.open": {"en": "Required, but not judged", "zh": "必须判定但未能判定"},
    "group.error": {"en": "Errors of the suite", "zh": "测试套件自身的错误"},
    "group.known": {"en": "Known failures", "zh": "已知失败"},
    "meaning.pass": {"en": "the requirement holds", "zh": "满足要求"},
    "meaning.fail": {"en": "a required rule is broken", "zh": "违反了必须遵守的规则"},
    "meaning.warn": {
        "en": "a recommended rule is broken; the verdict does not depend on it",
        "zh": "违反了建议性规则，不影响结论",
    },
    "meaning.skip": {
        "en": "the relay does not claim what this needs",
        "zh": "中转站未声明所需的能力",
    },
    "meaning.inconclusive": {
        "en": "it could not be judged because something it needs did not hold",
        "zh": "前提条件不成立，因而无法判定",
    },
    "meaning.error": {"en": "the suite itself went wrong", "zh": "测试套件自身出错"},
    "meaning.known": {
        "en": "fails as the baseline says; accepted until its date",
        "zh": "与基线记录一致的失败，在期限内予以接受",
    },
    "meaning.fixed": {
        "en": "the baseline lists it but it passes; delete the row",
        "zh": "基线中列为失败但现已通过，请删除该行",
    },
    "outcomes": {"en": "Outcomes", "zh": "结果分布"},
    "no_results": {"en": "No case was judged.", "zh": "没有判定任何用例。"},
    "all_good": {
        "en": "Nothing failed, warned or stayed open.",
        "zh": "没有失败、警告或无法判定的用例。",
    },
    "colon": {"en": ": ", "zh": "："},
    # tables
    "by_area": {"en": "By area", "zh": "按领域"},
    "area": {"en": "Area", "zh": "领域"},
    "total": {"en": "Total", "zh": "合计"},
    "all_results": {"en": "All results", "zh": "全部结果"},
    "show": {"en": "Show", "zh": "显示"},
    "all": {"en": "all", "zh": "全部"},
    "outcome": {"en": "Outcome", "zh": "结果"},
    "requirement": {"en": "Requirement and case", "zh": "要求与用例"},
    "requirements": {"en": "Requirements", "zh": "要求"},
    "level": {"en": "Level", "zh": "级别"},
    "skipped": {"en": "Skipped, and why", "zh": "跳过及原因"},
    "reason": {"en": "Reason", "zh": "原因"},
    "cases": {"en": "Cases", "zh": "用例"},
    # the table of errors
    "errors.title": {"en": "Errors by endpoint", "zh": "各端点的错误"},
    "errors.about": {
        "en": "What was found when each error was provoked, the worst of its cases in each cell; "
        "empty where it was not asked for.",
        "zh": "逐一触发各类错误所得的结果，每格取其用例中最差者；未触发之处为空。",
    },
    "errors.stream": {"en": "Stream", "zh": "流式"},
    "errors.on": {"en": "on", "zh": "开"},
    "errors.off": {"en": "off", "zh": "关"},
    "errors.none": {"en": "not asked for", "zh": "未触发"},
    "told.bad_key": {"en": "wrong key", "zh": "密钥错误"},
    "told.missing_key": {"en": "no key", "zh": "缺少密钥"},
    "told.expired_key": {"en": "expired key", "zh": "密钥过期"},
    "told.disabled_key": {"en": "disabled key", "zh": "密钥停用"},
    "told.no_balance": {"en": "key without money", "zh": "密钥余额不足"},
    "told.unknown_model": {"en": "unknown model", "zh": "模型不存在"},
    "told.bad_json": {"en": "unreadable body", "zh": "请求体无法解析"},
    "told.media_type": {"en": "media type", "zh": "媒体类型错误"},
    "told.missing_field": {"en": "missing field", "zh": "缺少字段"},
    "told.wrong_type": {"en": "wrong type", "zh": "字段类型错误"},
    "told.out_of_range": {"en": "out of range", "zh": "数值超出范围"},
    "told.too_large": {"en": "too large", "zh": "请求体过大"},
    "told.unknown_path": {"en": "unknown path", "zh": "路径不存在"},
    "told.wrong_method": {"en": "wrong method", "zh": "方法错误"},
    "told.own_limit": {"en": "relay's limit", "zh": "中转站限流"},
    "told.request": {"en": "upstream: request", "zh": "上游：请求有误"},
    "told.context_length": {"en": "upstream: context length", "zh": "上游：上下文超长"},
    "told.content_filter": {"en": "upstream: content filter", "zh": "上游：内容过滤"},
    "told.channel": {"en": "upstream: channel", "zh": "上游：渠道故障"},
    "told.no_money": {"en": "upstream: money", "zh": "上游：余额不足"},
    "told.rate_limit": {"en": "upstream: rate limit", "zh": "上游：限流"},
    "told.timeout": {"en": "upstream: time-out", "zh": "上游：超时"},
    "told.server_error": {"en": "upstream: server error", "zh": "上游：服务器错误"},
    "told.overloaded": {"en": "upstream: overloaded", "zh": "上游：过载"},
    "told.web_page": {"en": "upstream: web page", "zh": "上游：网页"},
    "told.no_answer": {"en": "upstream: no answer", "zh": "上游：无应答"},
    "notices": {"en": "Notices", "zh": "提示"},
    # parameters
    "parameters": {"en": "Parameters on their way upstream", "zh": "请求参数的转发情况"},
    "parameters.text": {
        "en": "What the relay did with each documented parameter, as the upstream saw it. "
        "An empty cell: the endpoint has no such parameter, or it was not shown.",
        "zh": "从上游一侧看到的各个文档所列参数的去向。空白格：该端点没有此参数，或未检查。",
    },
    "parameters.odd": {"en": "What did not arrive as it was sent", "zh": "未按原样到达的参数"},
    "parameters.lost": {
        "en": "Parameters that did not reach the upstream as they were sent: {count}",
        "zh": "未按原样到达上游的参数：{count} 个",
    },
    "parameter": {"en": "Parameter", "zh": "参数"},
    "fate.forwarded": {"en": "forwarded", "zh": "已转发"},
    "fate.renamed": {"en": "renamed", "zh": "改名转发"},
    "fate.changed": {"en": "changed", "zh": "被改动"},
    "fate.dropped": {"en": "dropped", "zh": "被丢弃"},
    "fate.added": {"en": "added", "zh": "被添加"},
    "fate.rejected": {"en": "rejected", "zh": "被拒绝"},
    # one case
    "case": {"en": "Case", "zh": "用例"},
    "endpoint": {"en": "Endpoint", "zh": "端点"},
    "blame": {"en": "Blame", "zh": "责任方"},
    "blame.relay": {"en": "relay", "zh": "中转站"},
    "blame.upstream": {"en": "upstream", "zh": "上游"},
    "blame.credentials": {"en": "credentials", "zh": "凭据"},
    "blame.network": {"en": "network", "zh": "网络"},
    "blame.suite": {"en": "suite", "zh": "测试套件"},
    "strict_only": {"en": "strict verdict only", "zh": "仅影响严格结论"},
    "defects": {"en": "Related defects", "zh": "相关缺陷"},
    "hint": {"en": "Hint", "zh": "建议"},
    "source": {"en": "Source", "zh": "出处"},
    "seen_on": {"en": "seen {date}", "zh": "查阅于 {date}"},
    "expected": {"en": "Expected", "zh": "预期"},
    "seen": {"en": "Seen", "zh": "实际"},
    "violations": {"en": "Violations", "zh": "违规之处"},
    "place": {"en": "at {at}", "zh": "位置 {at}"},
    "in_exchange": {"en": "exchange {number}", "zh": "第 {number} 次交互"},
    "baseline": {"en": "Baseline row", "zh": "基线记录"},
    "evidence": {"en": "Evidence", "zh": "证据"},
    "request": {"en": "Request", "zh": "请求"},
    "reply": {"en": "Reply as received", "zh": "收到的原始应答"},
    "upstream": {"en": "Upstream side", "zh": "上游一侧"},
    "end": {"en": "The reply ended with: {end}", "zh": "应答的结束方式：{end}"},
    "curl": {"en": "Send it again", "zh": "重新发送"},
    "exchanges": {"en": "Recorded as {ids}", "zh": "记录编号 {ids}"},
    "judgement": {"en": "Judgement", "zh": "判定"},
    "details": {"en": "What did not pass", "zh": "未通过的用例"},
    # badges and annotations
    "badge.label": {"en": "relay conformance", "zh": "中转站一致性"},
    "badge.term": {"en": "{start} until {end}", "zh": "{start} 至 {end}"},
    "badge.expired": {"en": "expired on {date}", "zh": "已于 {date} 过期"},
    "annotation.error": {"en": "Further errors", "zh": "其余错误"},
    "annotation.warning": {"en": "Further warnings", "zh": "其余警告"},
    # what was left out
    "left.evidence": {
        "en": "Evidence left out to keep this page small; it stands in exchanges.ndjson.",
        "zh": "为控制页面大小，此处省略证据；可在 exchanges.ndjson 中查看。",
    },
    "left.cards": {
        "en": "{count} more are left out to keep this page small; they stand in run.json.",
        "zh": "为控制页面大小，另有 {count} 条未列出；可在 run.json 中查看。",
    },
    "left.more": {"en": "and {count} more", "zh": "另有 {count} 条"},
    "left.results": {
        "en": "{count} more results are left out here; they stand in run.json.",
        "zh": "此处另有 {count} 条结果未列出；可在 run.json 中查看。",
    },
    "left.cut": {
        "en": "… [cut; {total} characters in all]",
        "zh": "… [已截断；共 {total} 个字符]",
    },
}


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases in one language. Raises ``ValueError`` for one there is none in."""

    language: str = "en"

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"no language {self.language!r}: choose {', '.join(LANGUAGES)}")

    @property
    def tag(self) -> str:
        """The value for a ``lang`` attribute."""
        return LANGUAGES[self.language]

    def __call__(self, key: str, **values: object) -> str:
        """The phrase ``key``, filled in."""
        return PHRASES[key][self.language].format(**values)

    def raw(self, key: str) -> str:
        """The phrase ``key`` with its places still open."""
        return PHRASES[key][self.language]

    def word(self, kind: str, value: str | None) -> str:
        """The word for a value such as a blame; the value itself when it is a new one."""
        if value is None:
            return "–"
        phrase = PHRASES.get(f"{kind}.{value}")
        return phrase[self.language] if phrase else value
