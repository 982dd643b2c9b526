-- An index of searched texts holds every two characters that stand together, no single ones: those are the beginning of a
-- pair. That is half the work of `search_tokens`, which stays for tables that were made with it until they are rebuilt.

-- As before, in half the time: `translate` looks through its whole list for every character.
create or replace function anjuan.search_form(given text) returns text
language sql immutable strict parallel safe
return regexp_replace(lower(normalize(given, NFKC) collate "C"),
  E'[][〔〕()【】《》〈〉{}<>"''“”‘’「」『』，,。.、；;:·•—–_/\\\\|…~!?*第号 \u3000\t\r\n-]+', '', 'g');

-- The forms of texts with a mark before and behind each, cut into pairs: every character twice, but the first and the last,
-- in twos. A lexeme is at most 8 bytes, so that 100,000 characters stay below what a tsvector holds.
create function anjuan.search_pairs(texts text[]) returns tsvector
language plpgsql immutable parallel safe cost 500
as $$
declare
  given text;
  joined text := '';
  pairs text;
begin
  foreach given in array texts loop
    continue when given is null;
    joined := joined || E'\x01' || left(given, 1000);
  end loop;
  if joined = '' then return ''; end if;
  joined := anjuan.search_form(left(joined, 100000)) || E'\x01';
  pairs := left(substr(regexp_replace(joined, '.', '\&\&', 'g'), 2), -1);
  return array_to_tsvector(string_to_array(left(regexp_replace(pairs, '..', E'\\&\x02', 'g'), -1), E'\x02'));
end $$;
