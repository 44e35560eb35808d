"""Words made from numbers: claims, the sentences that state them, and findings about relations."""
