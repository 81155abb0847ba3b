"""The sentences that a run says of itself: notices, and what its rig does first.

Rules of this file: as in ``phrases``, of which these are a part.
"""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

__all__ = ["NOTICES"]

NOTICES: dict[str, dict[str, str]] = {
    # the settings
    "note.old_name": {
        "en": "OPENAI_API_BASE is read as OPENAI_BASE_URL; the old name may go away",
        "zh": "OPENAI_API_BASE 按 OPENAI_BASE_URL 读取；旧名称今后可能不再支持",
    },
    "note.file_claims": {
        "en": "the capabilities file claims {count}, all else is left out",
        "zh": "能力文件声明了 {count} 项能力，其余均不检查",
    },
    "note.no_profile": {
        "en": "no profile says what the relay claims: {names} are judged; "
        "`relay-conformance probe` finds out what there is, for --capabilities",
        "zh": "没有档案说明中转站声明了哪些能力：评判 {names}；"
        "`relay-conformance probe` 可查明实际提供的能力，供 --capabilities 使用",
    },
    # the models
    "note.model": {
        "en": "no model was named; {name} is asked for",
        "zh": "未指定模型；使用 {name}",
    },
    "note.models": {
        "en": "models chosen for other endpoints: {pairs}",
        "zh": "为其他端点选择的模型：{pairs}",
    },
    # the traffic
    "note.full_load": {
        "en": "the full load is up to {requests} requests and {tokens} tokens",
        "zh": "完整负载最多发送 {requests} 次请求、{tokens} 个 token",
    },
    "note.slowed": {
        "en": "slowed down by the relay's own rate limit: {waits} waits, {seconds} s in all",
        "zh": "因中转站自身的限流而放慢：等待 {waits} 次，共 {seconds} s",
    },
    # nothing was judged
    "note.nothing": {
        "en": "nothing could be judged; {count} of {all} times: {message}; {todo}",
        "zh": "未能判定任何内容；共 {all} 条，其中 {count} 条的原因：{message}；{todo}",
    },
    "todo.credentials": {
        "en": "mend the account or the key, and run again",
        "zh": "请处理账户或密钥的问题后重新运行",
    },
    "todo.network": {
        "en": "check the address and the way to it, and run again",
        "zh": "请检查地址与网络后重新运行",
    },
    "todo.upstream": {
        "en": "check the relay's channels and their upstreams, and run again",
        "zh": "请检查中转站的渠道及其上游后重新运行",
    },
    "todo.other": {"en": "see the reasons in the report", "zh": "原因见报告"},
    # the baseline
    "row.expired": {
        "en": "{place}: row {name} expired on {date}, {days}; mend it or set a new date",
        "zh": "{place}：{name} 行已于 {date} 过期（{days}）；请修复问题或设定新的日期",
    },
    "row.day": {"en": "1 day ago", "zh": "1 天前"},
    "row.days": {"en": "{count} days ago", "zh": "{count} 天前"},
    "row.no_requirement": {
        "en": "{place}: row {name} names no requirement; {deletion}",
        "zh": "{place}：{name} 行没有对应的要求；{deletion}",
    },
    "row.no_case": {
        "en": "{place}: row {name} matches no case; {deletion}",
        "zh": "{place}：{name} 行没有匹配的用例；{deletion}",
    },
    "row.baseline": {"en": "the baseline", "zh": "基线"},
    "row.delete": {"en": "delete the baseline row", "zh": "请删除该基线行"},
    "row.delete_line": {
        "en": "delete line {first} of {file}",
        "zh": "请删除 {file} 的第 {first} 行",
    },
    "row.delete_lines": {
        "en": "delete lines {first} to {last} of {file}",
        "zh": "请删除 {file} 的第 {first} 至 {last} 行",
    },
    "row.written": {
        "en": "{file} was written: {new} new rows, {gone} deleted",
        "zh": "已写入 {file}：新增 {new} 行，删除 {gone} 行",
    },
    # a rig that starts
    "rig.serves": {
        "en": "reference relay {version} serves at {address}",
        "zh": "参考中转站 {version} 已在 {address} 提供服务",
    },
    "rig.installing": {
        "en": "installing {name} into {home} (once; this can take a minute)",
        "zh": "正在将 {name} 安装到 {home}（仅一次，可能需要一分钟）",
    },
    "rig.installed": {"en": "installed {name}", "zh": "已安装 {name}"},
    "rig.starting": {
        "en": "starting {name} on port {port}, log in {file}",
        "zh": "正在端口 {port} 上启动 {name}，日志见 {file}",
    },
    "rig.ready": {"en": "{name} is ready", "zh": "{name} 已就绪"},
}
"""Key -> language -> phrase."""
