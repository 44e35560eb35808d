"""The rows behind a number: which they are, what each adds to it, and the number worked out from them again."""
