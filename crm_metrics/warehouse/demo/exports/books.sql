-- What the loader would have written: one load of each source, with its watermark.
-- Loaded in the last hour of the last day, so that the day counts as whole.
-- loaded_from: the first day on which the export is whole (older rows are opening stocks), but for order lines, whole one year earlier.

insert into main.load_log (load_id, source, table_name, loaded_from, loaded_through, rows_read, rows_rejected, loaded_at,
    source_ended)
with loads as (
  select * from (values
    ('crm', 'company'), ('crm', 'business_hours'), ('crm', 'holiday'), ('crm', 'customer'), ('crm', 'customer_alias'),
        ('crm', 'agent'), ('crm', 'product'),
    ('crm', 'touchpoint'), ('crm', 'campaign'), ('crm', 'sla_policy'), ('crm', 'target'), ('crm', 'work_item'),
        ('crm', 'status_event'),
    ('telephony', 'interaction'), ('telephony', 'agent_time'), ('dialler', 'interaction'), ('dialler', 'agent_time'),
        ('surveys', 'survey'),
    ('shop', 'order_line'), ('billing', 'subscription'), ('billing', 'receivable'), ('loyalty', 'loyalty_entry')) as l (source,
        table_name))
select 1, source, table_name, case when table_name = 'order_line' then getvariable('demo_first') - 365
    else getvariable('demo_first') end,
  case when source = 'loyalty' then getvariable('demo_late') else getvariable('demo_last') end, 0, 0,
      zoned(getvariable('demo_last') + interval 23 hour), false
from loads;
