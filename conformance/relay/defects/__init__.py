"""The relay's deliberate defects, one visible list of them.

Each breaks one rule and nothing else; ``docs/guides/add-a-defect.md`` tells
how to add one.
"""

from __future__ import annotations

import difflib

from conformance.errors import UsageError
from conformance.relay.defects import (
    answer_headers,
    breaks,
    choices,
    chunk_fields,
    completions,
    embeddings,
    envelopes,
    event_lines,
    failover,
    framing,
    losses,
    mode,
    model_lists,
    moderations,
    reading,
    refusals,
    requests,
    terminator,
    text_completions,
    tools,
    transfer,
    upstream_errors,
    usage,
)
from conformance.relay.defects.audio import AUDIO
from conformance.relay.defects.base import Defect
from conformance.relay.defects.cancel import CANCEL
from conformance.relay.defects.chat_forms import CHAT_FORMS
from conformance.relay.defects.chat_parts import CHAT_PARTS
from conformance.relay.defects.conversations import CONVERSATIONS
from conformance.relay.defects.false_ends import FALSE_ENDS
from conformance.relay.defects.families import FAMILIES
from conformance.relay.defects.gemini import GEMINI
from conformance.relay.defects.gemini_contents import GEMINI_CONTENTS
from conformance.relay.defects.hops import HOPS
from conformance.relay.defects.image_edits import IMAGE_EDITS
from conformance.relay.defects.images import IMAGES
from conformance.relay.defects.isolation import ISOLATION
from conformance.relay.defects.leaks import LEAKS
from conformance.relay.defects.limits import LIMITS
from conformance.relay.defects.long_streams import LONG_STREAMS
from conformance.relay.defects.message_contents import MESSAGE_CONTENTS
from conformance.relay.defects.message_events import MESSAGE_EVENTS
from conformance.relay.defects.message_requests import MESSAGE_REQUESTS
from conformance.relay.defects.parameters import PARAMETERS
from conformance.relay.defects.quotas import QUOTAS
from conformance.relay.defects.response_events import RESPONSE_EVENTS
from conformance.relay.defects.response_helpers import RESPONSE_HELPERS
from conformance.relay.defects.response_names import RESPONSE_NAMES
from conformance.relay.defects.response_store import RESPONSE_STORE
from conformance.relay.defects.responses import RESPONSES
from conformance.relay.defects.stored_chats import STORED_CHATS
from conformance.relay.defects.thoughts import THOUGHTS
from conformance.relay.defects.translated import TRANSLATED

__all__ = ["DEFECTS", "Defect", "find"]

DEFECTS: tuple[type[Defect], ...] = (
    transfer.StreamAsJsonType,
    transfer.NoCacheControl,
    transfer.BufferStream,
    transfer.MissingLastChunk,
    transfer.GzipUnasked,
    framing.Latin1Stream,
    framing.NoFinalBlankLine,
    framing.MixedLineEnds,
    framing.BareJsonLines,
    framing.GluedEvents,
    framing.Bom,
    framing.TruncatedJsonEvent,
    event_lines.EventWithoutData,
    event_lines.EventIds,
    event_lines.EventNames,
    event_lines.ThreadEventNames,
    event_lines.ImageEventNamesLost,
    terminator.DropDone,
    terminator.DoubleDone,
    terminator.DoneWithTrailingSpace,
    terminator.ChunkAfterDone,
    terminator.DoneOnlyIfUpstream,
    terminator.ForwardAfterDone,
    mode.IgnoreStreamTrue,
    mode.AlwaysStream,
    mode.StreamByAccept,
    reading.ChunkIsEvent,
    reading.LfOnlyReader,
    reading.SpaceRequiredReader,
    reading.Utf8PerRead,
    reading.CommentAsData,
    reading.CommentStopsReader,
    breaks.CleanStopOnCut,
    breaks.DropInbandError,
    breaks.DoneAfterError,
    breaks.FlatErrorEvent,
    breaks.ErrorEventNoType,
    breaks.CrashOnEmptyChoices,
    breaks.HangOnStall,
    *FALSE_ENDS,
    *LONG_STREAMS,
    chunk_fields.ChunkObjectWrong,
    chunk_fields.IdPerChunk,
    chunk_fields.CreatedPerChunk,
    chunk_fields.ModelMixed,
    chunk_fields.ObfuscationAlways,
    chunk_fields.ErrorKeyInChunks,
    chunk_fields.CreatedAsText,
    choices.NoRole,
    choices.NoFinishReason,
    choices.FinishReasonEmpty,
    choices.FinishKeyAbsent,
    choices.IndexCollapse,
    choices.FinishTwice,
    choices.DropChunk,
    choices.DuplicateChunk,
    choices.ContentAfterFinish,
    choices.EmptyStream,
    tools.ToolIndexMissing,
    tools.ToolIndexZero,
    tools.ToolIdMissing,
    tools.ToolArgsNull,
    tools.ToolNameRepeated,
    tools.ToolArgsTruncated,
    tools.ToolFinishStop,
    usage.UsageChunkNoChoices,
    usage.UsageChunkMissing,
    usage.UsageUnasked,
    usage.UsageNullAbsent,
    usage.UsageTotalWrong,
    usage.UsageRecounted,
    usage.UsageDetailsLost,
    losses.ReasoningDropped,
    losses.LogprobsDropped,
    losses.ModelLeaked,
    *THOUGHTS,
    *CHAT_FORMS,
    completions.JsonObjectWrong,
    completions.JsonUsageMissing,
    completions.JsonContentTrimmed,
    completions.JsonFinishNull,
    completions.NFirstOnly,
    completions.JsonAsTextType,
    completions.DuplicateJsonKeys,
    completions.ToolCallsFirstOnly,
    requests.UnknownField500,
    requests.UnknownFieldDropped,
    requests.FormUnknownLost,
    requests.ZeroDropped,
    requests.ContentNullEmptied,
    requests.RangeClamped,
    requests.ForwardClientKey,
    requests.DoubleCall,
    requests.ChatFails,
    requests.ToolsDropped,
    envelopes.ErrorAs200,
    envelopes.StreamErrorAs200,
    envelopes.BareErrorString,
    envelopes.ForeignEnvelope,
    envelopes.NoErrorType,
    envelopes.ErrorKeysMissing,
    envelopes.IntegerErrorCode,
    envelopes.ErrorAsTextType,
    refusals.BadKey500,
    refusals.MissingKey500,
    refusals.WrongMethod500,
    refusals.MediaType500,
    refusals.BadJson500,
    refusals.Bare500,
    refusals.WrongType500,
    refusals.MissingField500,
    refusals.Oversize400,
    refusals.UnknownModel200,
    refusals.UnknownModel503,
    refusals.ModelUnknown200,
    refusals.RateLimitAs500,
    refusals.Own429NoRetryAfter,
    refusals.NoRateLimit,
    refusals.Preflight401,
    refusals.EchoClientKey,
    refusals.UnknownPath500,
    refusals.UnknownPathHtml,
    refusals.BadKeyNoCode,
    refusals.NoAllow,
    refusals.Own429Empty,
    refusals.UnknownModelNoCode,
    upstream_errors.Flatten4xx,
    upstream_errors.ErrorCodeLost,
    upstream_errors.ErrorMessageLost,
    upstream_errors.Upstream429As500,
    upstream_errors.Upstream5xxAs200,
    upstream_errors.DropRetryAfter,
    upstream_errors.RetryAfterMadeUp,
    upstream_errors.LeakUpstreamKey,
    upstream_errors.LeakUpstreamUrl,
    upstream_errors.LeakStackTrace,
    upstream_errors.PassHtmlError,
    upstream_errors.PassAccountErrors,
    answer_headers.NoRequestId,
    answer_headers.SameRequestId,
    answer_headers.BadRateHeaders,
    model_lists.ModelsNotList,
    model_lists.ModelsDuplicateIds,
    model_lists.ModelNotListed,
    model_lists.ModelGetOther,
    model_lists.ModelsCreatedString,
    model_lists.ModelsHtml,
    model_lists.ModelGet404,
    model_lists.ModelGetCreatedString,
    model_lists.ModelsOpen,
    failover.NoFailover,
    failover.Retry400,
    failover.RetryForever,
    failover.AccountErrorEnds,
    failover.FalseSuccessEnds,
    failover.BodyLostOnRetry,
    failover.NoRest,
    failover.RestsForever,
    failover.FailureClosesChannel,
    failover.PreambleCommits,
    failover.SpliceAfterFirstByte,
    failover.NoCancel,
    *CANCEL,
    *LIMITS,
    *ISOLATION,
    text_completions.Completions500,
    text_completions.CompletionObjectOfChat,
    text_completions.CompletionFinishNull,
    text_completions.TextTrimmed,
    text_completions.TextChunkAsChat,
    text_completions.TextChunkLost,
    text_completions.TextFinishLost,
    text_completions.TextLogprobsLost,
    text_completions.TextUsageLost,
    text_completions.EchoDropped,
    text_completions.PromptFirstOnly,
    embeddings.EmbeddingIndexZero,
    embeddings.EmbeddingObjectLost,
    embeddings.EmbeddingsReversed,
    embeddings.EmbeddingsSwapped,
    embeddings.EmbeddingPacked,
    embeddings.EmbeddingUnpacked,
    embeddings.EmbeddingUsageLost,
    embeddings.DimensionsDropped,
    embeddings.EmbeddingTokensAsText,
    embeddings.Embeddings500,
    moderations.ModerationFirstOnly,
    moderations.ModerationAllClear,
    moderations.ModerationScoresLost,
    moderations.ModerationPicturesDropped,
    moderations.Moderations500,
    *LEAKS,
    *HOPS,
    *CHAT_PARTS,
    *STORED_CHATS,
    *FAMILIES,
    *QUOTAS,
    *IMAGES,
    *IMAGE_EDITS,
    *AUDIO,
    *RESPONSE_EVENTS,
    *RESPONSE_NAMES,
    *PARAMETERS,
    *CONVERSATIONS,
    *RESPONSES,
    *RESPONSE_STORE,
    *RESPONSE_HELPERS,
    *MESSAGE_EVENTS,
    *MESSAGE_CONTENTS,
    *MESSAGE_REQUESTS,
    *GEMINI,
    *GEMINI_CONTENTS,
    *TRANSLATED,
)
"""Every defect, family by family."""


def find(name: str) -> type[Defect]:
    """Return the defect of that name. Raises UsageError with the names it may mean."""
    named = {defect.name: defect for defect in DEFECTS}
    if name in named:
        return named[name]
    near = difflib.get_close_matches(name, named, n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else "--list-defects shows them all"
    raise UsageError(f"unknown defect {name!r}; {hint}")
