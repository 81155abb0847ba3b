"""A film of Runway: submitted, asked for until it is done, and saved."""

import time

import requests

host = "https://api.example.com"
headers = {"Authorization": "Bearer YOUR_API_KEY", "X-Runway-Version": "2024-11-06"}
data = {
    "promptImage": "https://example.com/bunny.jpg",
    "model": "gen4_turbo",
    "ratio": "1280:720",
    "promptText": "The bunny is eating a carrot",
    "duration": 5,
}

url = f"{host}/runwayml/v1/image_to_video"
task = requests.post(url, headers=headers, json=data, timeout=30).json()

while task.get("status") not in ("SUCCEEDED", "FAILED", "CANCELLED"):
    time.sleep(0.01)
    url = f"{host}/runwayml/v1/tasks/{task['id']}"
    task = requests.get(url, headers=headers, timeout=30).json()
    print(task["status"], task.get("progress", "-"))

print("saved", requests.get(task["output"][0], timeout=30).headers["content-type"])
