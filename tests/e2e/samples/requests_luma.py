"""A film of Luma: submitted, asked for until it is done, and gone on with."""

import time

import requests

host = "https://api.example.com"
headers = {"Authorization": "Bearer YOUR_API_KEY", "Content-Type": "application/json"}
data = {"user_prompt": "cat dance", "expand_prompt": True, "model_name": "ray-v2"}

film = requests.post(f"{host}/luma/generations", headers=headers, json=data, timeout=30).json()
url = f"{host}/luma/generations/{film['id']}"

while film["state"] not in ("completed", "failed"):
    time.sleep(0.01)
    film = requests.get(url, headers=headers, timeout=30).json()
    print(film["state"])

video = film["video"]["download_url"] or film["video"]["url"]
print("saved", requests.get(video, timeout=30).headers["content-type"])

more = requests.post(f"{url}/extend", headers=headers, json={"user_prompt": "add cat"}, timeout=30)
print("more:", more.json()["state"])
