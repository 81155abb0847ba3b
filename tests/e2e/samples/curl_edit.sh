curl https://api.example.com/v1/images/edits \
  -H "Authorization: Bearer YOUR_API_KEY" \
  -F model="gpt-image-1" \
  -F "image[]=@one.png" \
  -F "image[]=@two.png" \
  -F prompt="Put both into one gift basket"
