-- What the loader writes beside the input tables: which load brought what, from which files, and how far it reaches.

create table load_log (                       -- one row per load and table
  load_id        bigint not null,
  source         varchar not null,            -- the mapping's name: plain, olist_orders ...
  table_name     varchar not null,            -- an input table
  loaded_from    date,                        -- the first civil day on which something happened in this table's rows of the load
  loaded_through date,                        -- watermark of the whole load of this source, not of the table; it never goes back
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
