-- The log. Positions are given under the lock on the head row, which is held to the commit: they are gapless and
-- become visible in order, whatever other transactions are open.

create table anjuan.head (
  one boolean primary key default true check (one),
  position bigint not null,
  recorded_at timestamptz
) with (fillfactor = 10);

insert into anjuan.head (position) values (0);

create table anjuan.events (
  position bigint primary key,
  stream text collate "C" not null,
  revision integer not null check (revision >= 0),
  id uuid not null,
  -- Number of events of the append that this one came with: from its first event, the whole first outcome is found.
  append_size integer not null check (append_size > 0),
  type text collate "C" not null,
  schema_version integer not null,
  -- json, not jsonb: the bytes are kept, and hashes are over bytes.
  data json not null,
  meta json not null,
  -- Never goes back as positions go up.
  recorded_at timestamptz not null,
  constraint events_stream_revision unique (stream, revision),
  constraint events_id unique (id)
);

create index events_recorded_at on anjuan.events (recorded_at, position);

create function anjuan.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'events are never changed or removed (% on %)', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;

create trigger events_unchangeable before update or delete or truncate on anjuan.events
  for each statement execute function anjuan.refuse_change();
alter table anjuan.events enable always trigger events_unchangeable;

revoke update, delete, truncate on anjuan.events from public, current_user;
