curl https://api.example.com/v1/audio/speech \
  -H "Authorization: Bearer YOUR_API_KEY" \
  -H "Content-Type: application/json" \
  -d '{"model": "tts-1", "input": "Today is a wonderful day.", "voice": "alloy"}' \
  --output speech.mp3
