-- The order in which people count: numbers within a text by their value (2 before 10), Chinese by its sound. Texts that
-- ICU takes for alike go by code point, so that the order is the same every time.
create collation anjuan.natural_order (provider = icu, locale = 'zh-u-kn-true', deterministic = true);
