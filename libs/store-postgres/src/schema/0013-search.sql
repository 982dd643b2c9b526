-- Full text of Chinese without a dictionary or an extension: characters and pairs of characters, in an inverted index over
-- `search_tokens`. The same in JavaScript: text-search.ts of the kernel; the contract of read-model stores compares them.

create function anjuan.search_form(given text) returns text
language sql immutable strict parallel safe
return translate(lower(normalize(given, NFKC) collate "C"),
  '〔〕[]()【】《》〈〉{}<>"''“”‘’「」『』，,。.、；;:·•—–-_/\|…~!?*第号 ' || U&'\3000' || E'\t\r\n', '');

create function anjuan.search_tokens(texts text[]) returns text[]
language sql immutable parallel safe cost 500
begin atomic
  select coalesce(array_agg(distinct substr(f.form, n, w)), '{}')
  from unnest(texts) as t (given),
    lateral (select anjuan.search_form(left(t.given, 1000)) as form) f,
    generate_series(1, length(f.form)) as n,
    generate_series(1, 2) as w
  where w = 1 or n < length(f.form);
end;

-- One form a line, so that what begins or fills a text can be told.
create function anjuan.search_lines(texts text[]) returns text
language sql immutable parallel safe cost 200
begin atomic
  select E'\n' || coalesce(string_agg(f.form, E'\n' order by ordinal), '') || E'\n'
  from unnest(texts) with ordinality as t (given, ordinal),
    lateral (select anjuan.search_form(left(t.given, 1000)) as form) f
  where f.form <> '';
end;
