export { type BureauDatabaseOptions, type Database, openBureauDatabase } from './open-bureau-database.js';
