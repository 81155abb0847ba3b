"""A picture of Midjourney: submitted, asked for until it is done, and saved."""

import time

import requests

host = "https://api.example.com"
headers = {"Authorization": "Bearer YOUR_API_KEY", "Content-Type": "application/json"}

submitted = requests.post(
    f"{host}/mj/submit/imagine", headers=headers, json={"prompt": "a cat --ar 1:1"}, timeout=30
).json()
assert submitted["code"] in (1, 21, 22), submitted["description"]

while True:
    url = f"{host}/mj/task/{submitted['result']}/fetch"
    task = requests.get(url, headers=headers, timeout=30).json()
    print(task["status"], task["progress"])
    if task["status"] in ("SUCCESS", "FAILURE"):
        break
    time.sleep(0.01)

picture = requests.get(task["imageUrl"], timeout=30).content
print("saved", picture[1:4].decode(), "buttons:", len(task["buttons"]))
