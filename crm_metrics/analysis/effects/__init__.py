"""Whether an action worked: verdicts on a locked baseline, and the lift over those who were held out."""
