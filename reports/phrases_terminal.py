"""The fixed sentences that the verbs print on a terminal.

Rules of this file: as in ``phrases``, of which these are a part; names of
commands, options and files are the same in every language.
"""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

__all__ = ["TERMINAL"]

TERMINAL: dict[str, dict[str, str]] = {
    # run
    "run.judging": {
        "en": "judging {address} ({mode}): {count} checks",
        "zh": "评判 {address}（{mode}）：{count} 项检查",
    },
    "run.note": {"en": "note: {text}", "zh": "提示：{text}"},
    "run.sending": {"en": "sending …", "zh": "正在发送 …"},
    "run.area": {"en": "area", "zh": "领域"},
    "run.other": {"en": "other", "zh": "其他"},
    "run.blame": {"en": "blame {who}: {message}", "zh": "责任方：{who}；{message}"},
    "run.open": {
        "en": "{count} x {reason} (blame {who})",
        "zh": "{count} 条：{reason}（责任方：{who}）",
    },
    "run.nobody": {"en": "none", "zh": "无"},
    "run.baseline": {"en": "baseline", "zh": "基线"},
    "run.more": {
        "en": "… and {count} more, all in the report",
        "zh": "… 另有 {count} 条，全部见报告",
    },
    "run.cut": {
        "en": "the run was cut; what was judged until then is kept",
        "zh": "本次运行被中断；此前已判定的结果均已保留",
    },
    "run.interrupted": {"en": "interrupted", "zh": "已中断"},
    "run.documented": {"en": "as documented", "zh": "按自身文档"},
    "run.strict": {"en": "OpenAI strict", "zh": "OpenAI 严格"},
    "run.conformant": {"en": "conformant", "zh": "符合"},
    "run.not conformant": {"en": "not conformant", "zh": "不符合"},
    "run.no verdict": {"en": "no verdict", "zh": "没有结论"},
    "run.cost": {
        "en": "{requests} requests, {tokens} tokens, {seconds} s",
        "zh": "{requests} 次请求，{tokens} 个 token，用时 {seconds} s",
    },
    "run.paid": {
        "en": "{requests} requests, {tokens} tokens, about {usd} US dollars, {seconds} s",
        "zh": "{requests} 次请求，{tokens} 个 token，约 {usd} 美元，用时 {seconds} s",
    },
    "run.report": {"en": "report: {file}", "zh": "报告：{file}"},
    "run.next": {"en": "next: {command}", "zh": "下一步：{command}"},
    "run.killed": {
        "en": "the run did not end: {done} of {planned} cases are judged from its log",
        "zh": "该次运行未正常结束：共 {planned} 条用例，已根据其记录判定 {done} 条",
    },
    # run --backup
    "backup.same": {
        "en": "the backup does as the first address",
        "zh": "备用地址与首个地址表现一致",
    },
    "backup.differs": {
        "en": "differs: {name} {first} -> {backup} at the backup: {why}",
        "zh": "不一致：{name} {first} -> {backup}（备用地址）：{why}",
    },
    # replay and judge
    "again.of": {"en": "# {id} of {probe}", "zh": "# {id}，属于 {probe}"},
    "again.sends": {
        "en": "# the probe sends {count} requests",
        "zh": "# 该探测会发送 {count} 次请求",
    },
    "again.answer": {
        "en": "HTTP {status}, ended with {end} after {seconds} s",
        "zh": "HTTP {status}，结束方式 {end}，用时 {seconds} s",
    },
    "again.same": {"en": "same: {id} came as it did then", "zh": "相同：{id} 与当时的应答一致"},
    "again.differs": {"en": "differs: {id}", "zh": "不同：{id}"},
    "again.status": {
        "en": "status: then {then}, now {now}",
        "zh": "状态码：当时 {then}，现在 {now}",
    },
    "again.end": {
        "en": "the end of the reply: then {then}, now {now}",
        "zh": "应答的结束方式：当时 {then}，现在 {now}",
    },
    "again.header": {
        "en": "header {name}: then {then}, now {now}",
        "zh": "响应头 {name}：当时 {then}，现在 {now}",
    },
    "again.header_now": {"en": "header {name}: only now", "zh": "响应头 {name}：仅现在有"},
    "again.header_then": {"en": "header {name}: only then", "zh": "响应头 {name}：仅当时有"},
    "again.body": {"en": "the body:", "zh": "响应体："},
    "again.upstream": {"en": "the upstream's side:", "zh": "上游一侧："},
    "again.then": {"en": "then", "zh": "当时"},
    "again.now": {"en": "now", "zh": "现在"},
    "again.more": {"en": "… {count} more lines", "zh": "… 另有 {count} 行"},
    "again.verdicts": {
        "en": "as documented: {documented}; OpenAI strict: {strict}",
        "zh": "按自身文档：{documented}；OpenAI 严格：{strict}",
    },
    # probe
    "probe.probing": {
        "en": "probing {address} with the models {models}",
        "zh": "探测 {address}，使用模型 {models}",
    },
    "probe.no_model": {"en": "(none is known)", "zh": "（尚无已知模型）"},
    "probe.most": {
        "en": "at most {requests} requests and {tokens} tokens",
        "zh": "最多 {requests} 次请求、{tokens} 个 token",
    },
    "probe.capability": {"en": "capability", "zh": "能力"},
    "probe.state": {"en": "state", "zh": "状态"},
    "probe.model": {"en": "model", "zh": "模型"},
    "probe.reason": {"en": "reason", "zh": "原因"},
    "probe.claimed": {"en": "claimed", "zh": "提供"},
    "probe.absent": {"en": "absent", "zh": "不提供"},
    "probe.unsure": {"en": "unsure", "zh": "不确定"},
    "probe.listed": {
        "en": "{reason}; the list of models: {hint}",
        "zh": "{reason}；模型列表：{hint}",
    },
    "probe.left": {"en": "not asked for: {names}", "zh": "未探测：{names}"},
    "probe.cost": {
        "en": "{states}; {requests} requests, {tokens} tokens",
        "zh": "{states}；{requests} 次请求，{tokens} 个 token",
    },
    "probe.file": {"en": "declaration: {file}", "zh": "能力声明：{file}"},
    "probe.nothing": {
        "en": "nothing that this suite knows is served there: is the base URL right?",
        "zh": "该地址没有提供本套件已知的任何能力：基础地址是否正确？",
    },
    # history
    "history.added": {
        "en": "{file}: {added} added, {old} there already",
        "zh": "{file}：新增 {added} 次运行，{old} 次已在其中",
    },
    # list and explain
    "explain.unjudged": {"en": "(not judged)", "zh": "（不判定）"},
    "explain.source": {
        "en": "source: {place} (seen {date})",
        "zh": "出处：{place}（查阅于 {date}）",
    },
    "explain.excluded": {"en": "not judged: {reason}", "zh": "不判定：{reason}"},
    "explain.modes": {"en": "judged from: {modes}", "zh": "判定方式：{modes}"},
    "explain.needs": {
        "en": "needs: {names}; skipped when not claimed",
        "zh": "所需能力：{names}；未声明时跳过",
    },
    "explain.strict": {
        "en": "binds only the verdict `OpenAI strict`; otherwise a violation warns",
        "zh": "仅约束“OpenAI 严格”结论；其他情况下违反只会警告",
    },
    "explain.probe": {
        "en": "probe {name}: {summary} ({endpoint})",
        "zh": "探测 {name}：{summary}（{endpoint}）",
    },
    "explain.more": {"en": "… and {count} more", "zh": "… 另有 {count} 项"},
    "explain.requests": {"en": "… and {count} more requests", "zh": "… 另有 {count} 次请求"},
    "explain.upstream": {"en": "the upstream: {script}", "zh": "上游：{script}"},
    "explain.volley": {
        "en": "(at once with its volley {name})",
        "zh": "（与同批次 {name} 同时发送）",
    },
    "explain.given": {
        "en": "given: {name} (else there is nothing to judge)",
        "zh": "前提：{name}（否则没有可判定的内容）",
    },
    "explain.schema": {
        "en": "check: JSON Schema over the exchange (expect)",
        "zh": "检查：以 JSON Schema 检验整个交互（expect）",
    },
    "explain.check": {"en": "check: {told}", "zh": "检查：{told}"},
    "explain.with": {"en": "with {arguments}", "zh": "参数 {arguments}"},
    "explain.fails": {"en": "fails with: {told}", "zh": "会因此失败：{told}"},
    "explain.fault": {"en": "a fault of the mock", "zh": "模拟上游的故障"},
    "explain.reported": {"en": "reported: {told}", "zh": "公开报告：{told}"},
    "explain.hint": {"en": "hint: {text}", "zh": "建议：{text}"},
    "explain.try": {"en": "try it: {command}", "zh": "试一试：{command}"},
    "explain.see": {"en": "see it fail: {command}", "zh": "看它失败：{command}"},
    "explain.characters": {"en": "… ({count} characters)", "zh": "…（共 {count} 个字符）"},
}
"""Key -> language -> phrase."""
