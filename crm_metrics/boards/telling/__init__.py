"""Words made from numbers: claims, the sentences that state them, findings about relations; what a definition says."""
