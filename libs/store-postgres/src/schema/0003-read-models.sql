-- Read models, their checkpoint and the metric ledger. All of it is derived: it can be rebuilt from the log.

-- Tables of the read models, one each, made and replaced by the projector from their declarations.
create schema if not exists read_models;

-- How far a projection (a group of read models that is followed together) has come. Every commit of a batch moves the
-- position on from where its owner left it, in the transaction that writes the rows; each swap of tables begins an epoch.
create table anjuan.projection (
  name text collate "C" primary key,
  position bigint not null,
  epoch integer not null,
  updated_at timestamptz not null default now()
);

-- The read models whose tables are live.
create table anjuan.read_model (
  name text collate "C" primary key,
  projection text collate "C" not null references anjuan.projection,
  version integer not null,
  -- Columns and indexes that the table was made with.
  shape text not null,
  built_at timestamptz not null default now()
);

-- Keys that a read model no longer follows because an event made it throw.
create table anjuan.parked_key (
  read_model text collate "C" not null,
  -- Empty for the live table, else the build that met the error.
  build text collate "C" not null,
  scope text collate "C" not null check (scope in ('key', 'stream')),
  key text collate "C" not null,
  position bigint not null,
  stream text collate "C" not null,
  event_type text collate "C" not null,
  first_seen_at timestamptz not null,
  error text not null,
  primary key (read_model, build, scope, key)
);

-- Every figure is a sum of these entries. One partition per read model, so that a rebuild replaces all its entries by
-- attaching another; the projector makes partitions and their indexes (see read-model-schema.ts).
create table anjuan.metric_ledger (
  read_model text collate "C" not null,
  position bigint not null,
  ordinal integer not null,
  stream text collate "C" not null,
  measure text collate "C" not null,
  subject text collate "C" not null,
  unit text collate "C" not null,
  date date not null,
  count bigint not null,
  fen bigint not null,
  recorded_at timestamptz not null
) partition by list (read_model);

-- The entries summed up per day of business and day of recording in Shanghai: figures as known on day T are sums over
-- recorded_on <= T. Written, like the next one, in the transaction that writes the entries.
create table anjuan.metric_rollup (
  read_model text collate "C" not null,
  measure text collate "C" not null,
  subject text collate "C" not null,
  unit text collate "C" not null,
  date date not null,
  recorded_on date not null,
  count bigint not null,
  fen bigint not null,
  entries bigint not null
) partition by list (read_model);

-- The entries summed up per month of business: figures as known today, whose days are whole months but for the ends.
create table anjuan.metric_month (
  read_model text collate "C" not null,
  measure text collate "C" not null,
  subject text collate "C" not null,
  unit text collate "C" not null,
  -- First day of the month.
  month date not null,
  count bigint not null,
  fen bigint not null,
  entries bigint not null,
  -- Positions between which all these entries lie: where in the ledger to look for them.
  first_position bigint not null,
  last_position bigint not null
) partition by list (read_model);
