export const SHEET_LIMITS = {
  /** Bytes that a workbook may unfold to. */
  unfoldedBytes: 128 * 1024 * 1024,
  /** Files within a workbook. */
  parts: 1_000,
  /** Rows below the head. */
  rows: 60_000,
  /** Cells of a row. */
  columns: 100,
  /** Characters of a cell; a spreadsheet takes no more. */
  cell: 32_767,
  /** Rows that are worked on before other requests have their turn. */
  rowsAtOnce: 250,
} as const;
