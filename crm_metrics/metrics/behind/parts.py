"""What a formula's own columns are called in it: those that no table shows, for they only add up to a number."""

from __future__ import annotations

from crm_metrics.metrics.behind.labels import named
from crm_metrics.words import Words, mark

FLAGS = {  # what is counted where a column says yes
    "promoter": mark("promoters"),
    "detractor": mark("detractors"),
    "joined": mark("customers who joined"),
    "returned": mark("customers who returned"),
    "churned": mark("customers who left"),
    "moved_in": mark("customers who moved in from another tier"),
    "moved_out": mark("customers who moved out to another tier"),
    "repurchased": mark("customers who bought again"),
    "enrolled": mark("customers who joined the programme"),
}
COUNTED = {"promoter": mark("answers from 0 to 10")}  # what is counted where a column says either yes or no
PARTS = {
    "acsi_points": mark("Score of the three questions times its weight"),
    "acsi_weight": mark("Weight of the score"),
    "active_days": mark("Days as an active customer"),
    "actual": mark("Bookings"),
    "advocacy_points": mark("Points of the last answer of the year"),
    "bought": mark("Members who bought"),
    "churned_mrr": mark("Monthly revenue of those who left"),
    "closing": mark("Customers at the close"),
    "closing_current": mark("Balance not yet due at the close"),
    "clv_12m": mark("Margin expected in twelve months"),
    "concession": mark("Revenue given up to keep the customer"),
    "contraction_mrr": mark("Monthly revenue that the remaining gave up"),
    "control_weight": mark("Weight of the held out"),
    "control_win": mark("Weight of the held out who bought"),
    "expansion_mrr": mark("Monthly revenue that the remaining added"),
    "forecast": mark("Forecast"),
    "frequency_rank": mark("Score of frequency"),
    "incremental_amount": mark("Value won above the control group's"),
    "inequality": mark("Revenue times the distance of its place from the middle"),
    "judged": mark("Answers of satisfaction"),
    "lines_held": mark("Product lines held"),
    "lines_offered": mark("Product lines that could be held"),
    "matched_bought": mark("Share of those like them who bought"),
    "matched_revenue": mark("Mean revenue of those like them"),
    "money_rank": mark("Score of money"),
    "opening": mark("Customers at the opening"),
    "point_cost": mark("Cost of a point"),
    "points_cost": mark("Points redeemed at their cost"),
    "promoter_revenue": mark("Yearly revenue of promoters"),
    "detractor_revenue": mark("Yearly revenue of detractors"),
    "reach": mark("Revenue times the number of customers"),
    "recency_rank": mark("Score of recency"),
    "returned_mrr": mark("Monthly revenue of those who returned"),
    "rfm_cell": mark("The three scores"),
    "satisfied": mark("Answers of 4 or 5"),
    "tenure_points": mark("Points for years as a customer"),
    "terms_days": mark("Days from the invoice to when it is due"),
    "treated_weight": mark("Weight of the treated"),
    "treated_win": mark("Weight of the treated who bought"),
    "unnamed": mark("Answers whose comment names no theme"),
}


def part_named(name: str, words: Words) -> str:
    """The word for a column as a part of a formula; "" where there is none."""
    return words(PARTS[name]) if name in PARTS else named(name, words)
