curl https://api.example.com/v1/embeddings \
  -H "Authorization: Bearer YOUR_API_KEY" \
  -H "Content-Type: application/json" \
  -d '{"input": "The food was delicious.", "model": "text-embedding-ada-002", "encoding_format": "float"}'
