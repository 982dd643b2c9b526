-- What happened at the doors, counted within a minute: whoever guesses a thousand tokens a minute is one row. Forgotten after
-- its time; nothing refers to it.
create table anjuan.security_log (
  -- In the order of writing; tells entries of one instant apart.
  number bigint generated always as identity primary key,
  -- Digest of the minute and of what is said: what has the same one is counted up.
  key text collate "C" not null unique,
  -- The first moment in its minute.
  at timestamptz not null,
  kind text collate "C" not null,
  person text collate "C" not null,
  unit text collate "C" not null,
  address text collate "C" not null,
  what text collate "C" not null,
  code text collate "C" not null,
  count bigint not null
);

create index security_log_at on anjuan.security_log (at, number);
create index security_log_person on anjuan.security_log (person, at, number);

-- Where somebody signed in, so that he knows his sessions from one another.
alter table anjuan.session
  add column address text not null default '',
  add column agent text not null default '';
