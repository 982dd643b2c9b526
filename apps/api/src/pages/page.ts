/* What the pages have in common on the wire. */

export const PAGE_TYPE = 'text/html; charset=utf-8';
