curl https://api.example.com/v1/models -H "Authorization: Bearer YOUR_API_KEY"
