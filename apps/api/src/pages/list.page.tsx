import { type Register, ROLES, type Role } from '#enforcement';
import { LISTS, type ListAnswer } from '../questions/lists.js';
import { readQuery } from '../questions/parameters.js';
import { addressOf } from '../ui/form.js';
import { Pager, Table } from '../ui/table.js';
import { Tabs } from '../ui/tabs.js';
import { NEW } from './form/form.page.js';
import { menuPlaceOf } from './frame.js';
import { columnNames, columnsOf, toneOf } from './list-columns.js';
import { Filters } from './list-filters.js';
import { type Desk, type Given, type Page, page } from './page.js';
import { slotsOf } from './slots.js';

/** The list of a register: found, sorted and read on by what stands in the address. */
export function listPage(register: Register): Page {
  const { path, title, name, noun } = register;
  const list = LISTS.get(name)!;
  return page({
    path,
    parameters: list.parameters,
    here: menuPlaceOf(register),
    show: async (desk, visit) => {
      const views = slotsOf(register).views?.(desk) ?? [];
      // Boxes that say what is declared anyway ask for nothing.
      const { columns: chosen, ...others } = visit.given;
      const isUsual = chosen === undefined || chosen === columnNames(register, undefined).join(',');
      const asked: Given = isUsual ? others : visit.given;
      const isUnasked = Object.keys(asked).length === 0;
      const given = (isUnasked ? views[0]?.given : undefined) ?? asked;
      const parameters = readQuery(list.parameters, given);
      const { rows, next, names, count, isMore } = (await desk.ask(list, parameters)) as ListAnswer;
      const openView = views.find((view) => isSame(view.given, { ...given, cursor: undefined }));
      const columns = columnsOf(register, desk, names, given['columns']);
      const isFiltered = Object.keys(visit.given).some((key) => !['sort', 'cursor', 'columns'].includes(key));
      return {
        title,
        body: (
          <>
            <div class="list-head">
              <h1>{title}</h1>
              <Begin register={register} desk={desk} />
            </div>
            {views.length === 0 ? null : (
              <Tabs
                title={`哪些${noun}`}
                tabs={views.map((view) => ({
                  title: view.title,
                  href: addressOf(`/${path}`, view.given),
                  isOpen: view === openView,
                }))}
              />
            )}
            <Filters register={register} desk={desk} given={given} view={openView?.given} />
            {rows.length === 0 ? null : (
              <div class="count">
                <p role="status">
                  {countInWords(count, isMore)}
                  {isMore && given['q'] !== undefined ? '。只列出其中匹配的一部分，请多写几个字或者增加条件' : ''}
                </p>
                <p class="screen">
                  {['csv', 'xlsx'].map((format) => (
                    <a
                      key={format}
                      href={addressOf(`/downloads/${path}.${format}`, { ...given, cursor: undefined })}
                      download
                    >
                      导出 {format.toUpperCase()}
                    </a>
                  ))}
                </p>
              </div>
            )}
            {rows.length === 0 ? (
              <p class="nothing">
                {isFiltered
                  ? `没有符合条件的${noun}。`
                  : firstOf(register, given === asked ? '您的查阅范围内' : `“${views[0]!.title}”中`)}
              </p>
            ) : (
              <Table
                caption={title}
                hidesCaption
                columns={columns}
                rows={rows.map((record) => ({
                  key: record.id,
                  className: toneOf(record, desk),
                  cells: columns.map(({ cell }) => cell(record)),
                }))}
              />
            )}
            <Pager path={`/${path}`} given={given} next={next} />
          </>
        ),
      };
    },
  });
}

/** 共 85 件; beyond what is counted, 10,000 件以上. */
function countInWords(count: number, isMore: boolean): string {
  const number = count.toLocaleString('zh-CN');
  return isMore ? `${number} 条以上` : `共 ${number} 条`;
}

function isSame(view: Given, given: Given): boolean {
  return [...new Set([...Object.keys(view), ...Object.keys(given)])].every((name) => view[name] === given[name]);
}

/** The acts by which this person begins a record. */
function Begin({ register, desk: { person } }: { readonly register: Register; readonly desk: Desk }) {
  const acts = register.aggregate.commands.filter(
    ({ creates, roles }) => creates === true && mayGive(person.roles, roles),
  );
  if (acts.length === 0) return null;
  const { begins = [] } = slotsOf(register);
  return (
    <p class="begin screen">
      {begins.map(({ title, href }) => (
        <a key={href} class="button" href={href}>
          {title}
        </a>
      ))}
      {acts.map((command) => (
        <a key={command.name} class="button" href={`/${register.path}/${NEW}/${command.name}`}>
          {command.title}
        </a>
      ))}
    </p>
  );
}

/** Whoever runs the system keeps out of its matters, whatever else he is. */
function mayGive(own: readonly string[], roles: readonly Role[]): boolean {
  return (
    roles.some((role) => own.includes(role)) && (!own.includes('ADMINISTRATOR') || roles.includes('ADMINISTRATOR'))
  );
}

/** What comes first in a register in which there is nothing yet. */
function firstOf({ noun, aggregate }: Register, where: string): string {
  const first = aggregate.commands.filter(({ creates }) => creates === true);
  const acts = first.map(({ title, roles }) => `${roles.map((role) => ROLES[role]).join('、')}“${title}”`);
  return `${where}还没有${noun}。${acts.length === 0 ? '' : `先由${acts.join('，或者由')}。`}`;
}
