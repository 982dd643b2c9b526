/* What the pages have in common on the wire. */

export const PAGE_TYPE = 'text/html; charset=utf-8';

/** Pages hold names and money: nothing stays on a desk that several people use. */
export const NO_STORE = 'no-store';
