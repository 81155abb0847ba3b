curl https://api.example.com/v1/images/variations \
  -H "Authorization: Bearer YOUR_API_KEY" \
  -F image="@one.png" \
  -F n=2 \
  -F size="1024x1024"
