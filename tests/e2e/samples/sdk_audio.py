"""Speech to text, with the official SDK."""

from pathlib import Path

from openai import OpenAI

client = OpenAI(api_key="YOUR_API_KEY", base_url="https://api.example.com/v1")

with Path("speech.wav").open("rb") as audio_file:
    transcript = client.audio.transcriptions.create(model="whisper-1", file=audio_file)
print("heard:", transcript.text)
