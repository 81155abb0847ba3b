"""Errors by their status, and a retry that waits longer each time."""

import random
import time

import requests


def call_with_retry(max_retries: int = 3) -> requests.Response:
    for attempt in range(max_retries):
        response = requests.post(
            "https://api.example.com/v1/chat/completions",
            headers={"Authorization": "Bearer YOUR_API_KEY"},
            json={"model": "gpt-3.5-turbo", "messages": [{"role": "user", "content": "Hello!"}]},
            timeout=30,
        )
        if response.status_code not in (429, 500):
            return response
        time.sleep(2**attempt + random.random())
    return response


answer = call_with_retry()
if answer.status_code == 200:
    print(answer.json()["choices"][0]["message"]["content"])
elif answer.status_code == 401:
    print("check your key:", answer.json()["error"]["code"])
elif answer.status_code == 429:
    print("too many requests:", answer.json()["error"]["code"])
else:
    print("error:", answer.status_code, answer.text)
