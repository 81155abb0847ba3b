"""What the official Anthropic SDK makes of a base URL, told as JSON.

Rules of this file: only what both generations of the SDK have; it needs nothing else.
"""

import json
import os
import sys

import anthropic

WEATHER = {
    "name": "get_weather",
    "input_schema": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
    },
}


def turns(text):
    return [{"role": "user", "content": text}]


def main():
    model = os.environ["RELAY_MODEL"]
    client = anthropic.Anthropic(
        base_url=os.environ["RELAY_URL"], api_key=os.environ["RELAY_KEY"], max_retries=0
    )
    hello = {"model": model, "max_tokens": 64, "messages": turns("Say hello.")}
    whole = client.messages.create(**hello)
    with client.messages.stream(**hello) as events:
        kinds = [event.type for event in events]
        streamed = events.get_final_message()
    asked = {"model": model, "max_tokens": 256, "tools": [WEATHER]}
    question = turns("What is the weather in Paris and Rome?")
    called = client.messages.create(messages=question, **asked)
    calls = [block for block in called.content if block.type == "tool_use"]
    results = [{"type": "tool_result", "tool_use_id": one.id, "content": "18"} for one in calls]
    said = [block.model_dump(exclude_none=True) for block in calls]
    turn = [{"role": "assistant", "content": said}, {"role": "user", "content": results}]
    answered = client.messages.create(messages=[*question, *turn], **asked)
    counted = client.messages.count_tokens(model=model, messages=hello["messages"])
    told = {
        "version": anthropic.__version__,
        "created": [whole.type, whole.model == model, whole.stop_reason],
        "streamed": [
            kinds[0],
            kinds[-1],
            streamed.content[0].text == whole.content[0].text,
            streamed.usage.output_tokens == whole.usage.output_tokens,
        ],
        "called": [called.stop_reason, [one.input for one in calls]],
        "answered": answered.stop_reason,
        "counted": counted.input_tokens == whole.usage.input_tokens,
        "refused": refusal(client, hello),
    }
    json.dump(told, sys.stdout)


def refusal(client, asked):
    try:
        client.messages.create(**{**asked, "messages": []})
    except anthropic.BadRequestError as error:
        return [error.status_code, error.body["error"]["type"]]
    return None


if __name__ == "__main__":
    main()
