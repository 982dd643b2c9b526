-- anjuan.append as in 0002-append.sql, but refusing to record while the server's clock is more than five minutes behind the
-- end of the log.
create or replace function anjuan.append(
  -- Id of the command, which is the id of its first event, and number of writes.
  commands uuid[],
  widths integer[],
  -- Streams of the batch, each once.
  streams text[],
  -- Index in streams, expected revision (-1: no stream, -2: any), number of events.
  write_streams integer[],
  write_expected integer[],
  write_sizes integer[],
  -- Index of the write, place in it and in the append (from 0), events of the append.
  event_writes integer[],
  event_ordinals integer[],
  event_append_ordinals integer[],
  event_append_sizes integer[],
  event_ids uuid[],
  event_types text[],
  event_versions integer[],
  -- Arrays of data and metadata; an element keeps its bytes.
  event_data json,
  event_meta json,
  -- The time to record when it is played; null for the server's clock.
  played timestamptz,
  -- Per append: 0 when appended, -1 when the command is known, else the index of the first write that does not hold.
  out verdicts integer[],
  -- Per append: position of its last event.
  out positions bigint[],
  -- Per write: revision of its stream afterwards; for a write that does not hold, the actual one.
  out revisions integer[],
  out recorded timestamptz
) language plpgsql
  -- Every look-up has its index; no plan may rest on statistics taken when the log was short.
  set enable_seqscan = off
  set enable_bitmapscan = off
  set plan_cache_mode = force_generic_plan
as $$
declare
  head bigint;
  head_recorded timestamptz;
  known bigint[];
  -- Revision of each stream as this batch goes on; -1 when there is none.
  current integer[];
  -- Position and revision of the first event of each write; 0 where nothing is written.
  first_positions bigint[] := array_fill(0::bigint, array[cardinality(write_streams)]);
  first_revisions integer[] := array_fill(0, array[cardinality(write_streams)]);
  data_items json[];
  meta_items json[];
  before integer := 0;
  failed integer;
  stream_index integer;
  size integer;
begin
  -- Whatever does not need the lock is done before it. A command that another process carries out between here and the
  -- lock is found below: as a conflict, looked at again, or by its ids, which are unique; then the batch fails as a
  -- whole and comes again.
  known := array(
    select coalesce((select e.position from anjuan.events e where e.id = c.id and e.append_ordinal = 0 limit 1), 0)
    from unnest(commands) with ordinality c (id, n) order by c.n);
  data_items := array(select json_array_elements(event_data));
  meta_items := array(select json_array_elements(event_meta));

  perform pg_advisory_xact_lock(4702111234474983747);
  select e.position, e.recorded_at into head, head_recorded from anjuan.events e order by e.position desc limit 1;
  head := coalesce(head, 0);
  -- A clock that was ahead once would hold every later time there: better nothing is recorded until it is mended.
  if played is null and head_recorded > clock_timestamp() + interval '5 minutes' then
    raise exception 'the log ends at % and the clock says %', head_recorded, clock_timestamp()
      using errcode = 'AJ001', detail = to_json(array[head_recorded, clock_timestamp()]);
  end if;
  recorded := greatest(date_trunc('milliseconds', coalesce(played, clock_timestamp())), head_recorded);
  current := array(
    select coalesce(
      (select e.revision from anjuan.events e where e.stream = s.name order by e.revision desc limit 1), -1)
    from unnest(streams) with ordinality s (name, n) order by s.n);
  verdicts := array_fill(0, array[cardinality(commands)]);
  positions := array_fill(0::bigint, array[cardinality(commands)]);
  revisions := array_fill(-1, array[cardinality(write_streams)]);

  for a in 1 .. cardinality(commands) loop
    if known[a] > 0 then
      verdicts[a] := -1;
    else
      failed := 0;
      for w in before + 1 .. before + widths[a] loop
        if write_expected[w] <> -2 and write_expected[w] <> current[write_streams[w]] then
          failed := w;
          revisions[w] := current[write_streams[w]];
          exit;
        end if;
      end loop;
      if failed > 0 then
        if exists (select from anjuan.events e where e.id = commands[a] and e.append_ordinal = 0) then
          failed := -1;
        end if;
        verdicts[a] := failed;
      else
        for w in before + 1 .. before + widths[a] loop
          size := write_sizes[w];
          if size > 0 then
            stream_index := write_streams[w];
            first_positions[w] := head + 1;
            first_revisions[w] := current[stream_index] + 1;
            head := head + size;
            current[stream_index] := current[stream_index] + size;
            revisions[w] := current[stream_index];
          end if;
        end loop;
        positions[a] := head;
      end if;
    end if;
    before := before + widths[a];
  end loop;

  insert into anjuan.events
    (position, stream, revision, id, append_ordinal, append_size, type, schema_version, data, meta, recorded_at)
  select first_positions[e.write] + e.ordinal, streams[write_streams[e.write]], first_revisions[e.write] + e.ordinal,
    e.id, e.append_ordinal, e.append_size, e.type, e.version, e.data, e.meta, recorded
  from rows from (
    unnest(event_writes), unnest(event_ordinals), unnest(event_append_ordinals), unnest(event_append_sizes),
    unnest(event_ids), unnest(event_types), unnest(event_versions),
    unnest(data_items), unnest(meta_items)
  ) as e (write, ordinal, append_ordinal, append_size, id, type, version, data, meta)
  where first_positions[e.write] > 0;
end $$;
