import { type AnyReadModel, type Condition, columnName, type ListPlan } from '#eventsourcing';
import { identifier } from './read-model-schema.js';

/** A checked list query as SQL, one row more than the page to see whether there is another. Values go as parameters. */
export function listSql(
  model: AnyReadModel,
  plan: ListPlan,
  table: string,
  columns: readonly string[],
): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const where = plan.conditions.map((condition) => conditionSql(condition, parameter));
  const direction = plan.sort?.descending ? 'desc' : 'asc';
  const beyond = plan.sort?.descending ? '<' : '>';
  let order = `key ${direction}`;
  if (plan.sort) {
    const column = identifier(columnName(plan.sort.property));
    const mayBeNull = model.columns[plan.sort.property]?.optional === true;
    // Where there are no nulls, saying nothing about them lets an index be read backwards.
    order = `${column} ${direction}${mayBeNull ? ' nulls last' : ''}, ${order}`;
    if (plan.after) {
      const key = parameter(plan.after.key);
      if (plan.after.value === null) where.push(`${column} is null and key ${beyond} ${key}`);
      else {
        const next = `(${column}, key) ${beyond} (${parameter(plan.after.value)}, ${key})`;
        where.push(mayBeNull ? `(${next} or ${column} is null)` : next);
      }
    }
  } else if (plan.after) where.push(`key > ${parameter(plan.after.key)}`);
  return {
    text: `select ${columns.join(', ')} from ${table}${where.length > 0 ? ` where ${where.join(' and ')}` : ''}
      order by ${order} limit ${plan.limit + 1}`,
    values,
  };
}

function conditionSql(condition: Condition, parameter: (value: unknown) => string): string {
  const column = identifier(columnName(condition.property));
  if (condition.is === 'null') return `${column} is null`;
  if (condition.is === 'containing') return `${column} @> ${parameter(condition.values)}::text[]`;
  if (condition.is === 'in') {
    // A single value keeps the order of an index on what follows the column.
    if (condition.values.length === 1) return `${column} = ${parameter(condition.values[0])}`;
    return `${column} = any(${parameter(condition.values)})`;
  }
  const bounds = [`${column} is not null`];
  if (condition.from !== undefined) bounds.push(`${column} >= ${parameter(condition.from)}`);
  if (condition.to !== undefined) bounds.push(`${column} <= ${parameter(condition.to)}`);
  return bounds.join(' and ');
}
