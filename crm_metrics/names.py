"""The word for each id that means the same in every company: processes, levels, channels, dimensions, reasons."""

from __future__ import annotations

from collections.abc import Mapping

from crm_metrics.translations import mark

NAMES = {
    "presales": mark("Presales"), "sales": mark("Sales"), "service": mark("Service"),
    "collections": mark("Collections"), "telemarketing": mark("Telemarketing"), "loyalty": mark("Loyalty"),
    "retention": mark("Retention"),
    "supervisor": mark("Supervisor"), "manager": mark("Manager"), "executive": mark("Executive"),
    "strategic": mark("Strategic"), "high": mark("High"), "medium": mark("Medium"), "low": mark("Low"),
    "voice": mark("Voice"),
    "phone": mark("Phone"),
    "chat": mark("Chat"),
    "email": mark("E-mail"),
    "whatsapp": "WhatsApp",
    "web": mark("Web"),
    "app": mark("App"),
    "sms": "SMS",
    "branch": mark("Branch"),
    "store": mark("Store"),
    "social": mark("Social media"),
    "messaging": mark("Messaging"), "visit": mark("Visit"), "video": "Video", "mail": mark("Post"),
    "referral": mark("Referral"), "ads": mark("Advertising"), "event": mark("Event"), "other": mark("Other"),
    "process": mark("Process"),
    "area": mark("Area"),
    "team": mark("Team"),
    "agent": mark("Agent"),
    "channel": mark("Channel"),
    "touchpoint": mark("Touchpoint"),
    "tier": mark("Tier"),
    "segment": mark("Segment"),
    "region": mark("Region"),
    "product": mark("Product"),
    "product_line": mark("Product line"),
    "campaign": mark("Campaign"),
    "contact": mark("Contact data"),
    "name": mark("Name"),
    "customer": mark("Customer"),
    "priority": mark("Priority"),
    "reason": mark("Reason"),
    "kind": mark("Kind"),
    "lifecycle_stage": mark("Life-cycle stage"),
    "relationship_type": mark("Type of relationship"),
    "reputation": mark("Reputation"), "normal": mark("Normal"),
    "transactional": mark("Transactional"), "long_term": mark("Long-term"), "personal": mark("Personal"),
    "dedicated": mark("Dedicated"), "self_service": mark("Self-service"), "automated": mark("Automated"),
    "community": mark("Community"),
    "payer": mark("Payment behaviour"),
    "pays_on_time": mark("Pays on time"),
    "pays_late": mark("Pays late"),
    "pays_very_late": mark("Pays very late"),
    "new_payer": mark("No payment history yet"),
    "tenure_band": mark("Years as a customer"),
    "bucket": mark("Days past due"),
    "price": mark("Price"), "no_answer": mark("No answer"), "recommendation": mark("Recommendation"),
    "need": mark("Need"), "concern": mark("Concern"), "problem": mark("Problem"), "complaint": mark("Complaint"),
    "opportunity": mark("Opportunity"),
    "spend": mark("Spends less than its peers"), "lines": mark("Buys fewer lines than its peers"),
    "spend_and_lines": mark("Spends less and buys fewer lines than its peers"),
    "awareness": mark("Awareness"), "exploration": mark("Exploration"), "expansion": mark("Expansion"),
    "commitment": mark("Commitment"), "dissolution": mark("Dissolution"),
    "urgent": mark("Urgent"),
    "dissatisfied": mark("Dissatisfied"),
    "better_offer": mark("Better offer elsewhere"),
    "need_changed": mark("Need changed"),
    "unreached": mark("Not reached"), "untouched": mark("Not contacted"),
    "payment_failed": mark("Failed payment"),
    "theme": mark("Theme"), "path": mark("Path"), "followed": mark("Follow-up"),
    "followed_up": mark("Followed up"), "not_followed_up": mark("Not followed up"),
    "cause": mark("Who decided"), "voluntary": mark("The customer decided"), "fraud": mark("Ended for fraud"),
    "involuntary": mark("A payment failed"), "ended_by_us": mark("The company decided"),
    "unknown": mark("Not told"),
    "ended_by_us_volume": mark("Ended by us: volume"),
    "ended_by_us_fraud": mark("Ended by us: fraud"),
}  # fmt: skip


class TableId(str):
    """The id of an input table in a sentence: a reader of another language than the code's reads what its rows are."""


class LackedId(str):
    """The id of what loaded rows do not tell, in a sentence: its reader reads what it is."""


class MetricId(str):
    """The id of a metric in a sentence: a reader of another language than the code's reads its label."""

    label: str

    def __new__(cls, name: str, label: str) -> MetricId:
        """The id, and what the metric is called in the code's language."""
        made = super().__new__(cls, name)
        made.label = label
        return made


TABLES: Mapping[str, str] = {  # what rows of an input table are
    "company": mark("company"),
    "business_hours": mark("business hours"),
    "holiday": mark("holidays"),
    "customer": mark("customers"),
    "customer_alias": mark("other ids of customers"),
    "agent": mark("agents"),
    "product": mark("products"),
    "touchpoint": mark("touchpoints"),
    "campaign": mark("campaigns"),
    "sla_policy": mark("SLA policies"),
    "target": mark("targets"),
    "work_item": mark("cases"),
    "status_event": mark("changes of status"),
    "interaction": mark("contacts"),
    "agent_time": mark("agents' time"),
    "survey": mark("surveys"),
    "order_line": mark("order lines"),
    "subscription": mark("contracts"),
    "receivable": mark("invoices and payments"),
    "loyalty_entry": mark("entries of points"),
}
LACKED: Mapping[str, str] = {  # what a number may need of a row that is loaded, and the row does not tell
    "relationship": mark("kind of survey (relationship or one contact)"),
    "outcome": mark("outcome"),
    "returned_order_id": mark("order that was returned"),
    "hour": mark("hour"),
    "opening_hour": mark("hour of opening"),
}
