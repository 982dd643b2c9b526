-- Files that people sent, between their arrival and the log. Nothing that is on record depends on them.
create table anjuan.upload (
  id text collate "C" not null,
  person text collate "C" not null,
  at timestamptz not null,
  content bytea not null,
  -- json keeps the characters that jsonb cannot hold.
  note json not null,
  primary key (person, id)
);

create index upload_at on anjuan.upload (at);
