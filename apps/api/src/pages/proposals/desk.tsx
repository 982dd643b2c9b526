import { commandNamed, type Proposal, proposal } from '#enforcement';
import { registerNamed } from '#figures';
import { LISTS, type ListAnswer } from '../../questions/lists.js';
import { Table } from '../../ui/table.js';
import { Tag } from '../../ui/tag.js';
import { RecordLink, recordHref } from '../../ui/value.js';
import type { Desk } from '../page.js';

/** So many lie on a desk, and are approved at once; the list has the rest. */
export const ON_DESK = 20;

/** What lies on this person's desk to be approved, or came back to him. */
export async function proposalsOf(desk: Desk): Promise<ListAnswer> {
  const list = LISTS.get(proposal.name)!;
  return (await desk.ask(list, { waitsFor: desk.person.id, limit: ON_DESK } as never)) as ListAnswer;
}

export function ProposalsOnDesk({ answer, desk }: { readonly answer: ListAnswer; readonly desk: Desk }) {
  const { rows, names } = answer;
  if (rows.length === 0) return null;
  const isAnswering = rows.some(({ phase }) => phase === 'Proposed');
  const nameOf = (id: string) => names.people[id] ?? id;
  return (
    <section aria-labelledby="proposals">
      <h2 id="proposals">呈批</h2>
      <form method="post" action="/proposals/approve">
        <Table
          caption="呈批"
          hidesCaption
          columns={[
            { title: '批准' },
            { title: '呈批事项', isHead: true },
            { title: '所办事项' },
            { title: '呈批人' },
            { title: '日期', isOneLine: true },
            { title: '状态' },
          ]}
          rows={rows.map(({ id, revision, phase, phaseTitle, row }) => {
            const said = row as unknown as Proposal;
            const isReturned = phase === 'Returned';
            const own = said.proposerId === desk.person.id;
            return {
              key: id,
              cells: [
                isReturned ? null : (
                  <input
                    type="checkbox"
                    name="proposal"
                    value={`${id}@${revision}`}
                    aria-label={`批准${said.title} ${said.recordId}`}
                  />
                ),
                isReturned && own ? (
                  <>
                    <a href={revisingHref(said, id)}>修改{said.title}</a>
                    <small>{said.returnReason}</small>
                  </>
                ) : (
                  <a href={`${recordHref(proposal.register, id)}/review`}>审阅{said.title}</a>
                ),
                <RecordLink of={said.register} id={said.recordId} />,
                nameOf(said.proposerId),
                isReturned ? said.returnedOn : said.proposedOn,
                <Tag>{phaseTitle}</Tag>,
              ],
            };
          })}
        />
        {isAnswering ? (
          <p class="sends">
            <button type="submit">批准勾选的</button>
          </p>
        ) : null}
      </form>
    </section>
  );
}

/** The form of the act with what was proposed, to be mended and proposed again. */
export function revisingHref({ register, recordId, act }: Proposal, id: string): string {
  const { path } = registerNamed(register)!;
  return `/${path}/${encodeURIComponent(recordId)}/${commandNamed(register, act)!.name}?proposal=${encodeURIComponent(id)}`;
}
