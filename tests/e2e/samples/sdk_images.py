"""A picture, whichever way it comes, with the official SDK."""

import base64
from pathlib import Path
from urllib.request import urlopen

from openai import OpenAI

client = OpenAI(api_key="YOUR_API_KEY", base_url="https://api.example.com/v1")

result = client.images.generate(
    model="gpt-image-1", prompt="A cute baby sea otter", n=1, size="1024x1024", quality="high"
)
image = (result.data or [])[0]
if image.b64_json:
    octets = base64.b64decode(image.b64_json)
else:
    octets = urlopen(image.url or "").read()
Path("otter.png").write_bytes(octets)
print("saved", octets[1:4].decode())
