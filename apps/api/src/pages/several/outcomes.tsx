import { Table } from '../../ui/table.js';
import { Tag } from '../../ui/tag.js';

/** What became of one of several acts. */
export interface Outcome {
  readonly key: string;
  readonly called: string;
  /** Where it is seen. */
  readonly href: string;
  /** Why it was not done. */
  readonly refusal?: string | undefined;
}

interface OutcomesProps {
  /** 批准, 更换办案人员. */
  readonly act: string;
  readonly noun: string;
  readonly outcomes: readonly Outcome[];
  readonly back: { readonly href: string; readonly title: string };
}

/** What became of several acts that were given together, those first that were not done. */
export function Outcomes({ act, noun, outcomes, back }: OutcomesProps) {
  const failed = outcomes.filter(({ refusal }) => refusal !== undefined);
  const done = outcomes.filter(({ refusal }) => refusal === undefined);
  return (
    <>
      <h1>{act}结果</h1>
      <p class="lead" role="status">
        已办理 {done.length} 件{failed.length === 0 ? '' : `，${failed.length} 件没有办理`}。
      </p>
      <Table
        caption={`${act}结果`}
        hidesCaption
        columns={[{ title: noun, isHead: true }, { title: '结果', isOneLine: true }, { title: '没有办理的理由' }]}
        rows={[...failed, ...done].map(({ key, called, href, refusal }) => ({
          key,
          cells: [
            <a href={href}>{called}</a>,
            refusal === undefined ? <Tag tone="good">已办理</Tag> : <Tag tone="late">没有办理</Tag>,
            refusal ?? null,
          ],
        }))}
      />
      <p class="screen">
        <a class="button" href={back.href}>
          {back.title}
        </a>
      </p>
    </>
  );
}
