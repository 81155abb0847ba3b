"""Text to speech into a file, with the official SDK."""

from pathlib import Path

from openai import OpenAI

client = OpenAI(api_key="YOUR_API_KEY", base_url="https://api.example.com/v1")

with client.audio.speech.with_streaming_response.create(
    model="tts-1", voice="alloy", input="Today is a wonderful day."
) as response:
    response.stream_to_file("speech.mp3")
print("saved", Path("speech.mp3").stat().st_size > 0)
