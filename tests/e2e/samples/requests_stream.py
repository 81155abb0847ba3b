"""Chat as a stream, with plain requests."""

import json

import requests

url = "https://api.example.com/v1/chat/completions"
headers = {"Authorization": "Bearer YOUR_API_KEY", "Content-Type": "application/json"}
data = {
    "model": "gpt-3.5-turbo",
    "messages": [{"role": "user", "content": "Write a short poem about spring."}],
    "stream": True,
}

response = requests.post(url, headers=headers, json=data, stream=True, timeout=30)
for line in response.iter_lines():
    if not line:
        continue
    text = line.decode("utf-8")
    if not text.startswith("data: "):
        continue
    payload = text[len("data: ") :]
    if payload == "[DONE]":
        print()
        print("finished")
        break
    chunk = json.loads(payload)
    print(chunk["choices"][0]["delta"].get("content", ""), end="", flush=True)
