export { type Database, openDatabase as openBureauDatabase } from '#store-postgres';
