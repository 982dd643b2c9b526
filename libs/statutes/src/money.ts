/* Money is a whole number of fen; how people read it is said here, once. */

/** Fen as a table or a page has them: 1,234.50, yuan without their unit. */
export function yuan(fen: number): string {
  const [whole = '', cents = ''] = (fen / 100).toFixed(2).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}

/** Fen as a sentence of the law has them: 20000 → 200元, without what is nought. */
export function yuanInWords(fen: number): string {
  return `${yuan(fen).replaceAll(',', '').replace(/\.00$/, '')}元`;
}
