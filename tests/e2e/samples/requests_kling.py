"""A film of Kling: submitted, asked for until it is done, and saved."""

import time

import requests

host = "https://api.example.com"
headers = {"Authorization": "Bearer YOUR_API_KEY", "Content-Type": "application/json"}
data = {"model_name": "kling-v1-6", "prompt": "rain on a roof", "mode": "std", "duration": "5"}
url = f"{host}/kling/v1/videos/text2video"

submitted = requests.post(url, headers=headers, json=data, timeout=30).json()
assert submitted["code"] == 0, submitted["message"]

while True:
    task = requests.get(
        f"{url}/{submitted['data']['task_id']}", headers=headers, timeout=30
    ).json()["data"]
    print(task["task_status"])
    if task["task_status"] in ("succeed", "failed"):
        break
    time.sleep(0.01)

film = task["task_result"]["videos"][0]
print("saved", requests.get(film["url"], timeout=30).headers["content-type"], film["duration"])
