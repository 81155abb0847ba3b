"""Pictures of Ideogram: drawn from words, drawn anew from a picture, and described."""

import json

import requests

host = "https://api.example.com"
headers = {"Authorization": "Bearer YOUR_API_KEY"}
asked = {"prompt": "A serene tropical beach", "model": "V_2", "aspect_ratio": "ASPECT_16_9"}

drawn = requests.post(
    f"{host}/ideogram/generate", headers=headers, json={"image_request": asked}, timeout=30
).json()
picture = drawn["data"][0]
print(picture["resolution"], requests.get(picture["url"], timeout=30).content[1:4].decode())

with open("one.png", "rb") as file:
    files = {"image_file": ("one.png", file, "image/png")}
    fields = {"image_request": json.dumps({"prompt": "A beach at night", "model": "V_2"})}
    anew = requests.post(
        f"{host}/ideogram/remix", headers=headers, data=fields, files=files, timeout=30
    ).json()
print("anew:", anew["data"][0]["is_image_safe"])

with open("one.png", "rb") as file:
    files = {"image_file": ("one.png", file, "image/png")}
    seen = requests.post(
        f"{host}/ideogram/describe", headers=headers, files=files, timeout=30
    ).json()
print("descriptions:", len(seen["descriptions"]))
