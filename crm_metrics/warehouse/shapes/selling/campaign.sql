-- campaign: one row per campaign, list or action.
-- kind: rows
-- tables: campaign
select starts_on, ends_on, campaign_id as campaign, name, process, channel, cost from main.campaign
