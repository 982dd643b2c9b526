-- The time of a store that was made as a demonstration: one row there, none in a real store.
create table anjuan.played_time (
  is_the_one boolean primary key default true check (is_the_one),
  -- What it said when it was last wound, in whole milliseconds; from there it runs on at the pace of the server's.
  stands_at timestamptz not null,
  wound_at timestamptz not null
);

create function anjuan.refuse_time_going_back() returns trigger language plpgsql as $$
begin
  if new.stands_at < old.stands_at then
    raise exception 'played time never goes back (% after %)', new.stands_at, old.stands_at
      using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger played_time_goes_on before update on anjuan.played_time
  for each row execute function anjuan.refuse_time_going_back();
