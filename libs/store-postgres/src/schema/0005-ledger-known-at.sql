-- Figures as known at a moment of the past, to the minute: what was recorded in the months before is summed up per month
-- of business and of recording, the days of the month until then are in the rollup, and of the day itself the entries
-- are looked up.

-- Months of business are told apart by the month of recording from here on. The table is derived: it is filled again.
alter table anjuan.metric_month add column recorded_month date;
do $$
declare
  part record;
begin
  for part in
    select relid as months, replace(relid::text, 'metric_month_', 'metric_ledger_') as ledger,
      (select conname from pg_constraint where conrelid = relid and contype = 'p') as key
    from pg_partition_tree('anjuan.metric_month') where isleaf and parentrelid is not null
  loop
    execute format('truncate %s', part.months);
    execute format('alter table %s drop constraint %I', part.months, part.key);
    execute format(
      'insert into %s (read_model, measure, subject, unit, month, recorded_month, count, fen, entries, first_position,
         last_position)
       select read_model, measure, subject, unit, date_trunc(''month'', date)::date,
         date_trunc(''month'', recorded_at at time zone ''Asia/Shanghai'')::date,
         sum(count), sum(fen), count(*), min(position), max(position)
       from %s group by 1, 2, 3, 4, 5, 6', part.months, part.ledger);
    execute format('alter table %s add primary key (measure, month, unit, subject, recorded_month)', part.months);
  end loop;
end $$;
alter table anjuan.metric_month alter column recorded_month set not null;
comment on column anjuan.metric_month.recorded_month is 'First day of the month, in Shanghai, in which the entries were recorded.';

-- Partitions bring their own of these two when they are attached.
create index metric_rollup_recorded_on on anjuan.metric_rollup (recorded_on);
-- Entries lie in the table in the order of their recording, so the range of each stretch of blocks says where a day's
-- are, and costs the writer next to nothing.
create index metric_ledger_recorded_at on anjuan.metric_ledger
  using brin (recorded_at) with (pages_per_range = 32, autosummarize = on);
