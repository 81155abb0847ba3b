"""Embeddings, with plain requests."""

import requests

response = requests.post(
    "https://api.example.com/v1/embeddings",
    headers={"Authorization": "Bearer YOUR_API_KEY"},
    json={"model": "text-embedding-ada-002", "input": "The food was delicious."},
    timeout=30,
)
embedding = response.json()["data"][0]["embedding"]
print("dimensions:", len(embedding))
