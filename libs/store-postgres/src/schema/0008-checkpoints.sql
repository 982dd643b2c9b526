-- How far followers have come that keep nothing here but that (a relay of messages).
create table anjuan.checkpoint (
  name text collate "C" primary key,
  position bigint not null,
  updated_at timestamptz not null default now()
);
