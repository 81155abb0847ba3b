"""Chat, with plain requests."""

import requests

url = "https://api.example.com/v1/chat/completions"
headers = {"Authorization": "Bearer YOUR_API_KEY", "Content-Type": "application/json"}
data = {
    "model": "gpt-3.5-turbo",
    "messages": [
        {"role": "system", "content": "You are a helpful assistant."},
        {"role": "user", "content": "Hello!"},
    ],
    "temperature": 0.7,
    "max_tokens": 1000,
}

response = requests.post(url, headers=headers, json=data, timeout=30)
result = response.json()
print(result["choices"][0]["message"]["content"])
print("tokens:", result["usage"]["total_tokens"])
