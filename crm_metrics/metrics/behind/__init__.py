"""The rows behind a number: which they are, what they and its formula are called, the number made of them again."""
