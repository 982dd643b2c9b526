-- Messages from other systems that could not become a command, until somebody has them tried again or gives them up.
create table anjuan.dead_letter (
  -- In the order of keeping.
  number bigint generated always as identity unique,
  id uuid primary key,
  state text collate "C" not null check (state in ('open', 'asked', 'done', 'given-up')),
  -- What the message said; taken away once the letter is settled.
  content bytea,
  -- Where it lay, which it is, why it could not become a command.
  letter json not null,
  check (content is null or state in ('open', 'asked'))
);

create index dead_letter_state on anjuan.dead_letter (state, number);

-- What was done about a letter, in order: asked for or given up by a person, tried again by the inbox.
create table anjuan.dead_letter_step (
  dead_letter uuid not null references anjuan.dead_letter,
  ordinal integer not null,
  step json not null,
  primary key (dead_letter, ordinal)
);

-- What processes say of themselves while they run: how the followers stand that live in them.
create table anjuan.follower_report (
  name text collate "C" not null,
  process text collate "C" not null,
  at timestamptz not null,
  report json not null,
  primary key (name, process)
);
