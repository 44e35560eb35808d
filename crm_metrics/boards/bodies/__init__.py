"""Records of what a card draws that stand beside those of `core`, which holds the words that all boards share."""
