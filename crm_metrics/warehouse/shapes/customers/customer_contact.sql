-- customer_contact: one row per customer: by which channels it agreed to be contacted, and its birthday.
-- kind: rows
-- tables: customer
with known as (
  select c.*, coalesce(k.customer, c.customer_id) as customer,
    case when k.customer is null then 0 else 1 end as folded
  from main.customer c left join shape.customer_key k on k.alias_id = c.customer_id
  where c.customer_id <> 'unknown'
),
told as (                                         -- of several records of one customer the strictest holds
  select
    customer,
    min_by(born_on, (folded, customer_id)) filter (where born_on is not null) as born_on,
    coalesce(bool_or(do_not_contact), false) as do_not_contact,
    bool_and(consent) as consent,
    bool_and(consent_phone) as consent_phone, bool_and(consent_email) as consent_email,
    bool_and(consent_sms) as consent_sms, bool_and(consent_whatsapp) as consent_whatsapp
  from known
  group by customer
)
select                                            -- what nobody wrote down is no consent
  customer, born_on, do_not_contact,
  coalesce(consent, true) and coalesce(consent_phone, consent, false) as by_phone,
  coalesce(consent, true) and coalesce(consent_email, consent, false) as by_email,
  coalesce(consent, true) and coalesce(consent_sms, consent, false) as by_sms,
  coalesce(consent, true) and coalesce(consent_whatsapp, consent, false) as by_whatsapp
from told
