"""Who answers for what a board shows: as somebody wrote on a page, else as the company's file says."""
