"""Two songs of Suno: submitted, asked for until they are done, and saved."""

import time

import requests

host = "https://api.example.com"
headers = {"Authorization": "Bearer YOUR_API_KEY", "Content-Type": "application/json"}
data = {"gpt_description_prompt": "a slow song about rain", "mv": "chirp-v3-5"}

submitted = requests.post(
    f"{host}/suno/submit/music", headers=headers, json=data, timeout=30
).json()
assert submitted["code"] == "success", submitted["message"]

while True:
    url = f"{host}/suno/fetch/{submitted['data']}"
    task = requests.get(url, headers=headers, timeout=30).json()["data"]
    print(task["status"], task["progress"])
    if task["status"] in ("SUCCESS", "FAILURE"):
        break
    time.sleep(0.01)

for song in task["data"]:
    sound = requests.get(song["audio_url"], timeout=30)
    print(song["status"], sound.headers["content-type"], len(sound.content) > 1000)
