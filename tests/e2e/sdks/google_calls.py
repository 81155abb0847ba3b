"""What the official google-genai SDK makes of a base URL, told as JSON.

Rules of this file: only what both generations of the SDK have; each asks the version of
the API that it asks by default. It needs nothing else.
"""

import json
import os
import sys

from google import genai
from google.genai import errors, types, version

WEATHER = types.Tool(
    function_declarations=[
        types.FunctionDeclaration(
            name="get_weather",
            description="The weather of a city",
            parameters=types.Schema(
                type=types.Type.OBJECT,
                properties={"city": types.Schema(type=types.Type.STRING)},
                required=["city"],
            ),
        )
    ]
)


def main():
    model = os.environ["RELAY_MODEL"]
    options = types.HttpOptions(base_url=os.environ["RELAY_URL"], timeout=20_000)
    client = genai.Client(api_key=os.environ["RELAY_KEY"], http_options=options)
    ask = client.models.generate_content
    whole = ask(model=model, contents="Say hello.")
    pieces = list(client.models.generate_content_stream(model=model, contents="Say hello."))
    counted = client.models.count_tokens(model=model, contents="Say hello.")
    question = types.Content(role="user", parts=[types.Part(text="The weather in Paris?")])
    config = types.GenerateContentConfig(
        tools=[WEATHER],
        automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
    )
    called = ask(model=model, contents=[question], config=config)
    turn = called.candidates[0].content
    part = types.Part.from_function_response(name="get_weather", response={"celsius": 21})
    contents = [question, turn, types.Content(role="user", parts=[part])]
    answered = ask(model=model, contents=contents, config=config)
    told = {
        "version": version.__version__,
        "created": [bool(whole.text), whole.model_version == model],
        "ended": whole.candidates[0].finish_reason.name,
        "streamed": ["".join(one.text or "" for one in pieces) == whole.text, len(pieces) > 1],
        "called": [[one.name, one.args] for one in called.function_calls],
        "signed": bool(turn.parts[0].thought_signature),
        "answered": bool(answered.text),
        "counted": counted.total_tokens == whole.usage_metadata.prompt_token_count,
        "listed": model in [(one.name or "").rpartition("/")[2] for one in client.models.list()],
        "refused": refusal(client, model),
    }
    json.dump(told, sys.stdout)


def refusal(client, model):
    config = types.GenerateContentConfig(temperature=3)
    try:
        client.models.generate_content(model=model, contents="Say hello.", config=config)
    except errors.ClientError as error:
        return [error.code, error.status]
    return None


if __name__ == "__main__":
    main()
