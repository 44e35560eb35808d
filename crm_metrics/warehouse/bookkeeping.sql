-- What the loader writes beside the input tables: which load brought what, from which files, and how far it reaches.

create table load_log (                       -- one row per load and table
  load_id        bigint not null,
  source         varchar not null,            -- the mapping's name: plain, olist_orders ...
  table_name     varchar not null,            -- an input table
  loaded_from    date,                        -- the first civil day on which something happened in this table's rows of the load
  loaded_through date,                        -- how far this whole load reaches, of a separate_source the table alone; a source's watermark is the furthest
  rows_read      bigint not null,
  rows_rejected  bigint not null,
  loaded_at      timestamptz not null,
  source_ended   boolean not null default false,   -- the source declares that nothing more will come
  primary key (load_id, source, table_name)
);

create table load_file (                      -- one row per file of a load: its manifest
  load_id     bigint not null,
  source      varchar not null,
  file        varchar not null,               -- name without folder
  sha256      varchar not null,
  bytes       bigint not null,
  rows_read   bigint not null,
  rows_blank  bigint not null,
  primary key (load_id, source, file)
);

create table omitted_row (                   -- rows that loads left out, or that lack a column some numbers need, until a load brings them
  load_id    bigint not null,
  source     varchar not null,
  table_name varchar not null,                -- the input table that they were meant for
  file       varchar,                         -- name without folder
  key        varchar,                         -- of the row, its parts in one text; null = unreadable
  rule       varchar not null,                -- why, as in rejects.csv; lacks = loaded, without the column named
  lacks      varchar not null,                -- that column; empty = the row itself is out
  process    varchar,                         -- null = not told: it may be any
  from_on    date, until_on date,             -- the days on which it may count; null = any
  gone_on    date,                            -- the day from which it is no part of a stock; null = none known
  row_count  bigint not null
);

create table excluded_row (                  -- one row per load, table, file and rule of the mapping that passes rows by (exclusions.py)
  load_id     bigint not null,
  source      varchar not null,
  table_name  varchar not null,               -- the input table that they are no part of
  file        varchar not null,               -- name without folder and ending
  rule        varchar not null,               -- the source's own reason, else the words of its mapping
  rows        bigint not null
);

create table passed_row (                     -- rows that a rule of the mapping left out, until a load that can judge them takes them (withdrawing.py)
  source     varchar not null,
  table_name varchar not null,                -- the input table that they are no part of
  key        varchar not null,                -- of the row, its parts in one text
  told       varchar[] not null               -- what a file may lack, was there, and may have decided: columns and kinds of file
);

create table identity (                       -- one row per customer of a source and declared exact key (aliases.py)
  source      varchar not null,
  customer_id varchar not null,
  key         varchar not null,               -- email, tax_id ...
  value       varchar not null,               -- as compared: trimmed, lower case; personal
  most        integer not null,               -- a value that more ids share joins nobody
  primary key (source, customer_id, key)
);

create table warehouse_info (                 -- facts about the warehouse itself: origin (company, demo), schema, product version
  key   varchar primary key,
  value varchar not null
);

create table manifest (                       -- one row per table of this version, written last: what a whole file must hold
  schema_name varchar not null,               -- main or shape
  table_name  varchar not null,
  row_count   bigint not null,
  checksum    varchar not null,               -- sum of the hashes of all rows, whatever their order
  primary key (schema_name, table_name)
);

create table manifest_part (                  -- one row per part of a large table: what it is made of in the file, and its sum
  schema_name varchar not null,
  table_name  varchar not null,
  made_of     varchar not null,               -- where its rows lie, with the checksums of these blocks, and which are left (warehouse/sealing/parts.py)
  row_count   bigint not null,
  checksum    varchar not null                -- of the manifest, of these rows
);

create table declared_open (                   -- the sources that say of their receivables: only what is still open is listed
  source varchar primary key
);

create table undated_source (                  -- the sources whose invoices without a due day are due on one that nobody told
  source varchar primary key
);

create table separate_source (                 -- the sources whose files end on days of their own: each table reaches as far as its rows
  source varchar primary key
);

create table declared_owner (                 -- who answers for a source, as its mapping or sources.toml says
  source varchar primary key,
  owner  varchar not null
);

create table withdrawn_document (             -- documents that no longer hold, whenever they come: replaced or cancelled (warehouse/past/known.py)
  source   varchar not null,
  document varchar not null,                  -- its id without prefix: an order, an invoice, or what stands before # in their parts
  primary key (source, document)
);

create table row_update (                    -- when a row was last changed, of a source that tells it (warehouse/past/updates.py)
  source     varchar not null,
  table_name varchar not null,                -- an input table
  key        varchar not null,                -- of the row, its parts in one text; one that a rule left out, too
  updated_at timestamptz not null,
  primary key (source, table_name, key)
);

create table invoice_rate (                   -- one row per invoice in another currency that tells its own rate (warehouse/past/rates.py)
  invoice_id varchar primary key,
  currency   varchar not null,
  rate       decimal(24,10) not null          -- units of the company's currency
);

create table declared_assumption (            -- what the mapping of a source takes for granted of a table's rows, for nobody has said so
  source     varchar not null,
  table_name varchar not null,                -- an input table
  what       varchar not null,                -- a sentence's end, as the mapping says it
  primary key (source, table_name, what)
);

create table declared_calendar (              -- one row per calendar of the company's own file (warehouse/company/calendars.py)
  calendar_id varchar primary key,
  holidays    boolean not null                -- whether the file names its holidays, too
);

create table declared_hours (                 -- its openings, in place of business_hours
  calendar_id varchar not null,
  weekday     integer not null,
  opens       time not null,
  closes      time not null
);

create table declared_holiday (               -- its closed days, in place of holiday
  calendar_id varchar not null,
  day         date not null,
  name        varchar
);

create table tier_rule (                      -- one row: how the value tiers of this version were computed (warehouse/company/tiers.py)
  window_months  integer not null,
  revenue_weight double not null,
  margin_weight  double not null,
  criterion      varchar not null,            -- share or amount
  high           double not null,
  medium         double not null
);

create table strategic_customer (             -- one row per customer set to strategic by hand, and why
  customer_id varchar not null,
  reason      varchar not null,
  decided_by  varchar not null,
  since_on    date not null,
  until_on    date                            -- the last day; null = for good
);

create table critical_field (                 -- one row per field of a customer's record that the company calls critical; none = the usual six
  field varchar primary key                   -- (warehouse/company/critical.py)
);

create table comment_theme (                  -- one row per theme that the company listens for in comments (warehouse/company/themes.py)
  theme   varchar primary key,
  pattern varchar not null                    -- a regular expression over small letters without accents
);

create table contact_reason (                 -- one row per reason for contact that the company has classified (warehouse/company/reasons.py)
  reason       varchar primary key,           -- as in work_item.reason
  contact_kind varchar,                       -- need, concern, problem, complaint, opportunity
  first_level  boolean not null default true  -- whether the first level can solve it
);
