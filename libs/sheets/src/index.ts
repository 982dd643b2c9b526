export * from './csv.js';
export * from './limits.js';
export * from './sheet.js';
export * from './sheet-row.js';
export * from './xlsx.js';
