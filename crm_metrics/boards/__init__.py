"""What one reader sees at one rhythm, as data: boards, their cards and tiles, and the sentences on them."""
