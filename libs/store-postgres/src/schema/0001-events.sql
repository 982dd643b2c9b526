-- The log. It is only ever inserted into, by anjuan.append, which holds one lock from the reading of the last position
-- to the commit: positions are gapless and become visible in order, whatever other transactions are open.
create table anjuan.events (
  position bigint primary key,
  stream text collate "C" not null,
  revision integer not null check (revision >= 0),
  id uuid not null,
  -- Place in the append, from 0, and the number of its events: from any event the whole append is found.
  append_ordinal integer not null,
  append_size integer not null check (append_size > append_ordinal and append_ordinal >= 0),
  type text collate "C" not null,
  schema_version integer not null,
  -- json, not jsonb: the bytes are kept, and hashes are over bytes.
  data json not null,
  meta json not null,
  -- Whole milliseconds; never goes back as positions go up, so it needs no index: see anjuan.position_at.
  recorded_at timestamptz not null,
  constraint events_stream_revision unique (stream, revision),
  constraint events_id unique (id)
);

create function anjuan.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'events are never changed or removed (%)', tg_op using errcode = 'insufficient_privilege';
end $$;

create trigger events_unchangeable before update or delete or truncate on anjuan.events
  for each statement execute function anjuan.refuse_change();
alter table anjuan.events enable always trigger events_unchangeable;

-- The owner too: he would have to grant it to himself first, and then meets the trigger.
revoke update, delete, truncate on anjuan.events from public, current_user;

-- Position of the last event recorded at or before an instant; 0 when there is none. Positions have no gaps and times
-- never go back, so halving the log finds it in some twenty look-ups, and no append pays for an index.
create function anjuan.position_at(instant timestamptz) returns bigint language plpgsql stable
  set enable_seqscan = off
as $$
declare
  low bigint := 0;
  high bigint := coalesce((select e.position from anjuan.events e order by e.position desc limit 1), 0);
  middle bigint;
begin
  while low < high loop
    middle := (low + high + 1) / 2;
    if (select e.recorded_at from anjuan.events e where e.position = middle) <= instant then
      low := middle;
    else
      high := middle - 1;
    end if;
  end loop;
  return low;
end $$;
