"""Forms for what people write into Pulso itself: saved views, objectives, work plans, who answers for what."""
