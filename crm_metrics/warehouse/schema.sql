-- The warehouse: 20 input tables at the finest grain, DuckDB 2.0. Section 1 runs as it stands; section 2 is comments only.
-- *_at is an instant (timestamptz, kept in UTC); *_on and day are civil dates in the company's time zone. An instant of which only
-- the day is known is that day's local midnight, and the hidden column _days of its row names it.
-- No order of dates rejects a row: real systems close what they enter later. A difference that can't be is unknown where it is used.
-- Money is decimal and signed, in the company's currency, net of tax (the debtors' ledger: with it). Ids are text, prefixed by their source ('zendesk:123').
-- process is one of presales, sales, service, collections, telemarketing, loyalty, retention; the import checks it.
-- team is stamped on the fact: an agent who changes team takes no history along.
-- No foreign keys: an id that points nowhere is kept and shown as «sin dato», so totals never shrink (and DuckDB refuses to
-- delete a parent with its children in one transaction). customer_id 'unknown' is reserved: no known customer, never counted as one.
-- The primary key or unique index is what "a known key" means to the import. A list in a CSV cell is separated by |.

-- ---------------------------------------------------------------- 1. Input: the company and its calendar

create table company (                        -- one row: the company whose boards these are
  only_row  boolean primary key default true check (only_row),   -- keeps the table at one row; leave it out of files
  name      varchar not null,
  time_zone varchar not null,                 -- IANA, e.g. America/Bogota: every civil day is cut here
  currency  varchar not null check (length(currency) = 3 and currency = upper(currency)),   -- ISO 4217
  fiscal_year_start_month integer not null default 1 check (fiscal_year_start_month between 1 and 12),
  locale    varchar not null default 'es'     -- BCP 47, e.g. es-CO: language, numbers and dates of the screens
);

create table business_hours (                 -- one row per opening of a weekday; several rows make a lunch break
  calendar_id varchar not null,               -- 'company' = the default calendar; 'always' is built in, round the clock, no holidays
  weekday     integer not null check (weekday between 1 and 7),   -- Monday = 1
  opens       time not null,                  -- local time in the company's zone
  closes      time not null check (closes > opens),   -- 24:00 = midnight; a night shift is two rows
  primary key (calendar_id, weekday, opens)
);

create table holiday (                        -- one row per calendar and closed day
  calendar_id varchar not null,
  day         date not null,
  name        varchar,
  primary key (calendar_id, day)
);

-- ---------------------------------------------------------------- 1. Input: people, things, promises, goals

create table customer (                       -- one row per customer or prospect, as of now; its past is in status_event
  customer_id      varchar primary key,       -- the person or company, never the checkout or the ticket
  name             varchar,
  kind             varchar not null default 'person' check (kind in ('person','company')),
  value_tier       varchar check (value_tier in ('strategic','high','medium','low')),   -- economic value; the dimension `tier`
  segment          varchar,                   -- second axis of the segmentation matrix
  -- How deep the relationship is, as the company judges it (seed 004, in its order). Whether the customer is a prospect, active,
  -- gone or back is NOT said here: customer_period derives it from the ledgers, so that a typed label can't contradict a live
  -- contract. A customer in dissolution who is still active is the customer at risk.
  lifecycle_stage  varchar check (lifecycle_stage in ('exploration','awareness','expansion','commitment','dissolution')),
  acquired_on      date,                      -- first purchase or contract; null while prospect
  acquisition_campaign_id varchar,
  region           varchar,
  owner_agent_id   varchar,
  created_at       timestamptz,               -- first seen; many exports don't say
  relationship_type varchar check (relationship_type in
                   ('transactional','long_term','personal','dedicated','self_service','automated','community')),
  reputation       varchar check (reputation in ('high','normal')),   -- second value axis: high = reference customer or influencer
  email            varchar, phone varchar,    -- contact data: personal, masked by role
  born_on          date,                      -- its day and month make the birthday; personal, no page shows it
  do_not_contact   boolean,                   -- asked not to be contacted, by whatever channel; null = nobody wrote it down
  -- Whether the customer agreed to be contacted: true = agreed, false = refused, null = not known, which is no consent.
  -- What is said of a channel goes before what is said in general, but a general refusal holds for all of them.
  consent          boolean,
  consent_phone    boolean, consent_email boolean, consent_sms boolean, consent_whatsapp boolean
);

create table customer_alias (                 -- one row per other id of a customer, so that two sources' ids are one person or company
  alias_id    varchar primary key,            -- 'zendesk:123'
  customer_id varchar not null,               -- the one that stays: 'hubspot:9'
  rule        varchar                         -- which declared exact key joined them (e-mail, tax id …); facts keep their own id, shapes resolve it
);

create table agent (                          -- one row per person who attends, with today's team and area
  agent_id    varchar primary key,
  name        varchar not null,
  team        varchar not null,
  area        varchar not null,
  process     varchar not null,
  calendar_id varchar not null default 'always',
  hourly_cost decimal(12,2),                  -- used where agent_time.cost is empty
  active      boolean not null default true
);

create table product (                        -- one row per product or service
  product_id varchar primary key,
  name       varchar not null,
  line       varchar not null,                -- the dimension product_line
  recurring  boolean not null default false,
  unit_cost  decimal(12,2)                    -- used where order_line.cost is empty
);

create table touchpoint (                     -- one row per point of the interaction map, measured or not
  touchpoint_id varchar primary key,
  name          varchar not null,
  process       varchar not null,
  channel       varchar not null check (channel in ('phone','email','chat','messaging','web','app','store','visit','video','mail','other')),
  stage         varchar check (stage in ('exploration','awareness','expansion','commitment','dissolution')),   -- stage it serves
  active        boolean not null default true
);

create table campaign (                       -- one row per campaign, list or action
  campaign_id varchar primary key,
  name        varchar not null,
  process     varchar not null,
  channel     varchar not null,               -- a touchpoint channel, or referral, ads, event
  starts_on   date not null,
  ends_on     date,
  cost        decimal(14,2)                   -- all of it, without labour; spread evenly over its days; null = nobody says, 0 = none
);

create table sla_policy (                     -- one row per promise and validity
  policy_id      varchar not null,            -- the promise: one clock, for one priority or tier or for any
  policy_group   varchar,                     -- the policy that it is part of, where work items name theirs by that
  process        varchar not null,
  clock          varchar not null check (clock in ('first_response','next_response','resolution')),
  priority       varchar,                     -- null = any; when several policies fit, tier and priority beats tier, tier beats priority
  value_tier     varchar check (value_tier in ('strategic','high','medium','low')),   -- null = any
  target_seconds bigint not null check (target_seconds > 0),   -- open seconds of the calendar
  calendar_id    varchar not null,
  pause_statuses varchar[] not null default [],   -- statuses in which the clock stands still
  valid_from     date not null,
  valid_to       date,                        -- exclusive
  primary key (policy_id, valid_from)
);

create table target (                         -- one row per goal (or recorded forecast), scope and validity
  metric        varchar not null,             -- a metric's id; bookings_forecast: as forecast at the period's start; point_cost: of a point
  cadence       varchar not null check (cadence in ('day','week','month','quarter','year')),
  process       varchar, team varchar, agent_id varchar,   -- scope: null = all
  value_tier    varchar check (value_tier in ('strategic','high','medium','low')),
  goal          double not null,              -- in the metric's unit; a percentage is a fraction
  tolerance     double not null default 0,    -- amber band, same unit
  valid_from    date not null,
  valid_to      date,                         -- exclusive
  touchpoint_id varchar                       -- scope of satisfaction goals per point
);
create unique index target_key on target (metric, cadence, coalesce(process, ''), coalesce(team, ''), coalesce(agent_id, ''),
  coalesce(value_tier, ''), coalesce(touchpoint_id, ''), valid_from);

-- ---------------------------------------------------------------- 1. Input: four grains of work and their history

create table work_item (                      -- one row per lead, opportunity, ticket, collection case, campaign record or save
  work_item_id      varchar primary key,
  process           varchar not null,
  kind              varchar not null,         -- lead | new_sale, cross_sell, upsell, renewal | request, complaint | dunning | list_record | save, win_back, exit
  customer_id       varchar not null,
  product_id        varchar, campaign_id varchar, touchpoint_id varchar,
  agent_id          varchar, team varchar,    -- owner when last updated
  priority          varchar,                  -- low, normal, high, urgent; the order matters to escalation
  policy_id         varchar,                  -- what it was promised: a policy_id or policy_group of sla_policy; 'none': nothing;
                                              -- null: nobody says, and the promise follows from process, priority and tier
  reason            varchar,                  -- why the customer came
  is_control        boolean not null default false,   -- held out of the campaign on purpose
  opened_at         timestamptz not null,
  first_response_at timestamptz,              -- first reply by a person that the customer sees; not the automatic one
  qualified_at      timestamptz,
  first_resolved_at timestamptz,
  closed_at         timestamptz,              -- final close; null = open
  expected_close_on date,
  status            varchar not null,         -- the source's own word; 'proposal' marks a proposal sent
  outcome           varchar check (outcome in ('won','lost','resolved','unresolved','disqualified')),   -- a save is won or lost; null = open, or nobody said
  outcome_reason    varchar,                  -- why it ended so. A departure: dissatisfied, better_offer, need_changed, price, payment_failed,
                                              -- ended_by_us_volume, ended_by_us_fraud, other. kind 'exit' records a departure nobody handled
  expected_amount   decimal(14,2),            -- asked or at stake; for a save, the monthly recurring revenue at stake
  amount            decimal(14,2),            -- realised; for a save, the monthly recurring revenue kept
  -- what is decided belongs to the period of its day; what is resolved and not closed is still open, and may come back
  check (closed_at is not null or outcome is null or outcome in ('resolved','unresolved'))
);

create table status_event (                   -- one row per change of a tracked attribute
  entity     varchar not null check (entity in ('work_item','customer','agent')),
  entity_id  varchar not null,
  attribute  varchar not null,                -- the column's name: status, priority, team, expected_amount, expected_close_on, value_tier,
                                              -- segment, lifecycle_stage, relationship_type
  changed_at timestamptz not null,
  old_value  varchar,                         -- the first event's old value holds since the beginning; without events the current value does
  new_value  varchar,
  agent_id   varchar,
  seq        integer not null default 1,      -- of several changes in one instant, their order; the import numbers them
  primary key (entity, entity_id, attribute, changed_at, seq)
);

create table interaction (                    -- one row per contact or attempt, any channel, in or out
  interaction_id varchar primary key,
  process        varchar not null,
  touchpoint_id  varchar not null,            -- gives the channel
  direction      varchar not null check (direction in ('inbound','outbound')),
  customer_id    varchar, work_item_id varchar, campaign_id varchar,
  agent_id       varchar, team varchar,
  offered_at     timestamptz not null,        -- entered the queue, arrived, or was dialled
  answered_at    timestamptz,                 -- by a person of ours (inbound) or of theirs (outbound)
  connected_at   timestamptz,                 -- outbound: our agent on the line
  ended_at       timestamptz,
  talk_seconds   integer check (talk_seconds >= 0),
  hold_seconds   integer check (hold_seconds >= 0),
  wrap_seconds   integer check (wrap_seconds >= 0),   -- work after the contact
  disposition    varchar not null check (disposition in    -- handled, refused and opt_out were talked to
                 ('handled','abandoned','no_answer','busy','machine','invalid','refused','opt_out','self_served')),
  right_party    boolean,                     -- the person we wanted
  transferred    boolean not null default false,
  written        boolean,                     -- a message: it waits in no queue and tells no handling time; null: as its channel
                                              -- says (email, web, app and mail are)
  promised_on    date,                        -- promise to pay obtained in this contact: the day promised ...
  promised_amount decimal(14,2) check (promised_amount > 0),   -- ... and the amount
  check (promised_amount is null or promised_on is not null)
);

create table agent_time (                     -- one row per agent, process, state and start: the effort
  agent_id   varchar not null, team varchar not null, process varchar not null,
  started_at timestamptz not null,
  state      varchar not null check (state in ('handling','available','aux','meeting','training','break','absent')),
  seconds    integer not null check (seconds >= 0),   -- spent; 0 when only planned. A row past midnight is cut when shaped
  scheduled_seconds integer check (scheduled_seconds >= 0),   -- planned for this state from this start; null = no roster
  cost       decimal(12,2),
  seq        integer not null default 1,      -- of several rows with one start; time of one state that overlaps counts once
  primary key (agent_id, process, state, started_at, seq)
);

create table survey (                         -- one row per invitation and question, answered or not
  survey_id     varchar primary key,
  instrument    varchar not null check (instrument in ('nps','csat','ces','acsi','qa','good_bad')),   -- qa = a monitored contact, scored by us
  relationship  boolean not null default false,   -- false = about one contact, case or order
  customer_id   varchar not null, process varchar, touchpoint_id varchar,
  interaction_id varchar, work_item_id varchar, order_id varchar, agent_id varchar, team varchar,
  sent_at       timestamptz not null,
  responded_at  timestamptz,
  score         double,                       -- as answered, never rescaled
  scale_min     double not null, scale_max double not null check (scale_max > scale_min),
  weight        double not null default 1 check (weight > 0),   -- against unequal response
  comment       varchar,
  question      varchar,                      -- of an instrument with several: satisfaction, expectation, ideal (acsi); null = its only one
  check ((responded_at is null) = (score is null)),
  check (score is null or score between scale_min and scale_max)
);

-- ---------------------------------------------------------------- 1. Input: four ledgers of value

create table order_line (                     -- one row per line of a one-off sale; a return is a line of its order, or of a document of its own
  order_id     varchar not null, line_no integer not null,
  customer_id  varchar not null, product_id varchar not null,
  work_item_id varchar, campaign_id varchar, agent_id varchar, team varchar,
  ordered_at   timestamptz not null,          -- of a return: when it came back
  promised_on  date,                          -- delivery promised
  delivered_at timestamptz,
  quantity     decimal(14,3) not null,
  list_amount  decimal(14,2),                 -- before discount
  amount       decimal(14,2) not null, cost decimal(14,2),
  is_return    boolean not null default false,   -- so is a negative quantity, and a document that only takes money off
  returned_order_id varchar,                  -- of a return written as a document of its own: the order that it gives back
  primary key (order_id, line_no)
);

create table subscription (                   -- one row per span of constant recurring revenue; an upgrade ends one and starts another
  subscription_id varchar not null,
  customer_id     varchar not null, product_id varchar not null,
  starts_on       date not null,
  ends_on         date check (ends_on >= starts_on),   -- exclusive: [starts_on, ends_on); null = live
  mrr             decimal(14,2) not null check (mrr >= 0),   -- monthly recurring revenue; 0 = a free trial or plan
  renewal_due_on  date,
  end_reason      varchar check (end_reason in    -- the first three and pause go on in another span; involuntary = payment failed
                  ('upgrade','downgrade','price','voluntary','involuntary','end_of_life','ended_by_us','pause')),
  seq             integer not null default 1, -- of several spans from one day: changes of that day, or products side by side
  primary key (subscription_id, starts_on, seq)
);

create table receivable (                     -- one row per entry of the debtors' ledger, append-only; with tax, as it is owed
  entry_id       varchar primary key,
  invoice_id     varchar,                     -- empty: an advance or a credit of that customer, not allotted yet; by bars: a payment of several
  customer_id    varchar not null,
  kind           varchar not null check (kind in ('invoice','payment','credit_note','write_off','reversal','adjustment','allocation')),
  entry_on       date not null,
  due_on         date,                        -- invoices: null = due on entry_on, several entries of one = instalments; others: the part they name
  amount         decimal(14,2) not null,      -- signed: invoice and reversal add, payment, credit_note and write_off subtract; a balance is a plain sum
  interaction_id varchar, agent_id varchar, team varchar,   -- the contact a payment is credited to, when the source says
  disputed       boolean not null default false,
  check (kind <> 'invoice' or invoice_id is not null),
  check (case when kind in ('adjustment','allocation') then true when kind in ('invoice','reversal') then amount >= 0 else amount <= 0 end)
);

create table loyalty_entry (                  -- one row per entry of the points ledger, append-only
  entry_id    varchar primary key,
  customer_id varchar not null,
  kind        varchar not null check (kind in ('enrol','earn','redeem','expire','adjust','leave')),
  entry_at    timestamptz not null,
  points      integer,                        -- signed: redeem and expire are negative; none of who enrols or leaves
  expires_on  date, order_id varchar, campaign_id varchar,
  check (points is not null or kind in ('enrol','leave'))
);
