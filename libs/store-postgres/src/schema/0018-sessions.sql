-- Browsers in which somebody is signed in. Nothing that is on record depends on them.
create table anjuan.session (
  id text collate "C" primary key,
  person text collate "C" not null,
  name text not null,
  unit text collate "C" not null,
  roles text[] not null,
  id_token text not null,
  opened_at timestamptz not null,
  seen_at timestamptz not null
);

create index session_of_person on anjuan.session (person, opened_at);
create index session_opened on anjuan.session (opened_at);
