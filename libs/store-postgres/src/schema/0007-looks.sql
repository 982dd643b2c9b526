-- Who looked at whom. Only ever inserted into; nothing else refers to it.
create table anjuan.look (
  -- In the order of writing; tells looks of one instant apart.
  number bigint generated always as identity primary key,
  at timestamptz not null,
  person text collate "C" not null,
  unit text collate "C" not null,
  roles text[] not null,
  question text collate "C" not null,
  register text collate "C",
  id text collate "C",
  filter json
);

create index look_at on anjuan.look (at, number);
create index look_person on anjuan.look (person, at, number);
create index look_register on anjuan.look (register, id, at, number);

create function anjuan.refuse_change_of_looks() returns trigger language plpgsql as $$
begin
  raise exception 'looks are never changed or removed (%)', tg_op using errcode = 'insufficient_privilege';
end $$;

create trigger looks_unchangeable before update or delete or truncate on anjuan.look
  for each statement execute function anjuan.refuse_change_of_looks();
alter table anjuan.look enable always trigger looks_unchangeable;

revoke update, delete, truncate on anjuan.look from public, current_user;
