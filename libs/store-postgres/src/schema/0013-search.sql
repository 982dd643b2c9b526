-- Full text of Chinese without a dictionary or an extension: characters and pairs of characters, in an inverted index over
-- `search_tokens`. The same in JavaScript: text-search.ts of the kernel; the contract of read-model stores compares them.

create function anjuan.search_form(given text) returns text
language sql immutable strict parallel safe
return translate(lower(normalize(given, NFKC) collate "C"),
  '〔〕[]()【】《》〈〉{}<>"''“”‘’「」『』，,。.、；;:·•—–-_/\|…~!?*第号 ' || U&'\3000' || E'\t\r\n', '');

-- In PL/pgSQL, for it is called for every row of an index: a query in SQL takes twenty times as long.
create function anjuan.search_tokens(texts text[]) returns text[]
language plpgsql immutable parallel safe cost 500
as $$
declare
  found text[] := '{}';
  given text;
  characters text[];
begin
  foreach given in array texts loop
    continue when given is null;
    characters := string_to_array(anjuan.search_form(left(given, 1000)), null);
    found := found || characters;
    for n in 2 .. coalesce(cardinality(characters), 0) loop
      found := array_append(found, characters[n - 1] || characters[n]);
    end loop;
  end loop;
  return found;
end $$;

-- The forms with a mark before and behind each, so that what begins or fills a text can be told.
create function anjuan.search_lines(texts text[]) returns text
language sql immutable parallel safe cost 100
return E'\x01' || anjuan.search_form(array_to_string(texts, E'\x01')) || E'\x01';
