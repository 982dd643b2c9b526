import { IMPORT_SOURCES, type ImportSource, SummaryRecordInput, summaryImport } from '#enforcement';
import { fieldsOf } from '#fields';
import { SHEET_LIMITS } from '#sheets';
import { Note } from '../../ui/act-form.js';
import { Amounts } from '../../ui/amounts.js';
import { Select } from '../../ui/form.js';
import { grouped } from '../../ui/format.js';
import { Crumbs } from '../../ui/layout.js';
import { Table } from '../../ui/table.js';
import { framed } from '../frame.js';
import type { Desk } from '../page.js';
import type { ImportNote } from './imports.js';
import { IMPORT_LIMITS } from './limits.js';
import { headOf } from './records.js';

const HERE = `/${summaryImport.path}`;
const MEGABYTES = IMPORT_LIMITS.bytes / 1024 / 1024;

function inFrame(desk: Desk, title: string, body: preact.ComponentChildren): string {
  const { person, demonstratedOn, sight } = desk;
  return framed({
    title,
    person,
    demonstratedOn,
    sight,
    here: HERE,
    body: (
      <>
        <Crumbs>
          <a href={HERE}>{summaryImport.register.title}</a>
          <a href="/import">从文件导入</a>
        </Crumbs>
        {body}
      </>
    ),
  });
}

interface UploadProps {
  readonly source?: ImportSource;
  /** Why what was sent could not be read. */
  readonly fault?: string;
}

/** Where a file is chosen, and what it has to look like. */
export function uploadPage(desk: Desk, { source, fault }: UploadProps): string {
  const unit = desk.sight.units.find(({ unitId }) => unitId === desk.person.unit)?.name ?? desk.person.unit;
  return inFrame(
    desk,
    fault === undefined ? '从文件导入' : '没有导入：从文件导入',
    <>
      <h1>
        从文件导入当场处罚决定
        <small>平台以外作出的决定，导入到{unit}名下</small>
      </h1>
      {fault === undefined ? null : (
        <Note>
          <p>
            <b>这个文件不能导入：</b>
            {fault}。
          </p>
        </Note>
      )}
      <div class="act-page">
        <form method="post" action="/import" encType="multipart/form-data" class="act sheet">
          <Select name="source" title="来源系统" terms={IMPORT_SOURCES} chosen={source ?? 'OFFLINE_TRAFFIC'} />
          <label for="file">
            XLSX 或者 CSV 文件
            <input
              id="file"
              name="file"
              type="file"
              required
              accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            />
          </label>
          <p class="hint">
            至多 {MEGABYTES} MB、{grouped(SHEET_LIMITS.rows)} 行。上传后先看到逐行的检查结果，确认后才导入。
          </p>
          <p class="sends">
            <button type="submit">上传并检查</button>
            <a href={HERE}>返回，不导入</a>
          </p>
        </form>
        <aside class="act-help" aria-label="文件格式">
          <p>
            第一行是列名，每行一件决定。<a href="/import/template.xlsx">下载模板</a>
          </p>
          <ul>
            {[...fieldsOf(SummaryRecordInput).values()].map((field) => (
              <li key={field.title}>
                {headOf(field)}
                {field.isOptional ? '（可以不填）' : ''}
                {field.kind === 'choice' ? `：${Object.values(field.terms ?? {}).join('、')}` : ''}
              </li>
            ))}
          </ul>
          <p>同一文件可以重复上传：文号、票号、原系统单号已有记录的不会再成为案件。</p>
        </aside>
      </div>
    </>,
  );
}

const TITLES = {
  examined: '检查结果',
  running: '正在导入',
  stopped: '导入中断',
  done: '导入完成',
} as const satisfies Record<ImportNote['state'], string>;

/** A file from its examination to its end. */
export function importedPage(desk: Desk, id: string, note: ImportNote): string {
  const { name, source, rows, fit, unfit, repeated, state } = note;
  return inFrame(
    desk,
    `${TITLES[state]}：${name}`,
    <>
      <h1>
        {TITLES[state]}
        <small>
          {name}　{IMPORT_SOURCES[source]}
        </small>
      </h1>
      {state === 'examined' ? (
        <Amounts
          amounts={[
            ['记录', grouped(rows)],
            ['新的，可以导入', grouped(fit - repeated)],
            ['重复，略过', grouped(repeated)],
            ['有错误，不导入', grouped(unfit)],
          ]}
        />
      ) : (
        <Progress note={note} />
      )}
      <Next id={id} note={note} />
      {note.unused.length === 0 ? null : <p class="hint">没有用到的列：{note.unused.join('、')}。</p>}
      <Refused note={note} />
      <Faults note={note} />
      <Repetitions note={note} />
    </>,
  );
}

function Progress({
  note: { batches, done, imported, duplicates, unfit, refused, state, trouble },
}: {
  readonly note: ImportNote;
}) {
  return (
    <>
      {state === 'stopped' ? (
        <Note>
          <p>
            <b>还没有导入完：</b>
            {trouble}。已经导入的不受影响，可以从中断处继续。
          </p>
        </Note>
      ) : null}
      <p role="status">
        <progress value={done} max={Math.max(batches, 1)} aria-label="导入进度" />
        　已处理 {done} 批，共 {batches} 批
      </p>
      <Amounts
        amounts={[
          ['已成为案件', grouped(imported)],
          ['已有记录，略过', grouped(duplicates)],
          ['有错误，未导入', grouped(unfit)],
          ['整批被拒绝', grouped(refused.length)],
        ]}
      />
    </>
  );
}

/** What can be done now. */
function Next({
  id,
  note: { state, fit, repeated, unfit, batches },
}: {
  readonly id: string;
  readonly note: ImportNote;
}) {
  const action = `/import/${id}`;
  if (state === 'running')
    return (
      <p class="screen">
        本页每两秒自动刷新；关闭本页不影响导入。<a href={action}>刷新</a>
      </p>
    );
  if (state === 'done')
    return (
      <p class="sends screen">
        <a class="button" href={HERE}>
          查看导入批次
        </a>
        <a href="/import">再导入一个文件</a>
      </p>
    );
  if (state === 'examined' && fit === repeated)
    return (
      <p class="screen">
        {unfit > 0 ? '没有可以导入的新记录：改正下列错误后重新上传。' : '全部已有记录，没有需要导入的。'}
        <a href="/import">另选文件</a>
      </p>
    );
  return (
    <form method="post" action={action} class="screen">
      {unfit === 0 ? null : <p>有错误的 {grouped(unfit)} 行不会导入；改正后连同其余的行一起再上传即可，不会重复。</p>}
      <p class="sends">
        <button type="submit">
          {state === 'stopped' ? '继续导入' : `确认导入 ${grouped(fit - repeated)} 件（分 ${batches} 批）`}
        </button>
        <a href="/import">另选文件</a>
      </p>
    </form>
  );
}

function Refused({ note: { refused } }: { readonly note: ImportNote }) {
  if (refused.length === 0) return null;
  return (
    <Table
      caption="整批被拒绝的行：改正后重新上传"
      columns={[
        { title: '行', isOneLine: true },
        { title: '原因', isHead: true },
      ]}
      rows={refused.map(({ rows, message }) => ({ key: rows, cells: [rows, message] }))}
    />
  );
}

function Faults({ note: { faults, unfit } }: { readonly note: ImportNote }) {
  if (faults.length === 0) return null;
  const more = unfit > new Set(faults.map(({ row }) => row)).size ? '，只列出前面的' : '';
  return (
    <Table
      caption={`有错误的 ${grouped(unfit)} 行${more}`}
      columns={[
        { title: '行', isNumber: true },
        { title: '列', isOneLine: true },
        { title: '错误', isHead: true },
      ]}
      rows={faults.map(({ row, column, message }, index) => ({
        key: `${row} ${index}`,
        cells: [row, column, message],
      }))}
    />
  );
}

function Repetitions({ note: { repetitions, repeated } }: { readonly note: ImportNote }) {
  if (repetitions.length === 0) return null;
  const more = repeated > repetitions.length ? '，只列出前面的' : '';
  return (
    <Table
      caption={`重复的 ${grouped(repeated)} 行${more}`}
      columns={[
        { title: '行', isNumber: true },
        { title: '原系统单号' },
        { title: '重复的编号', isOneLine: true },
        { title: '与什么重复', isHead: true },
      ]}
      rows={repetitions.map(({ row, sourceNo, by, caseId, ofRow }) => ({
        key: String(row),
        cells: [
          row,
          sourceNo,
          by,
          ofRow === undefined ? <a href={`/cases/${encodeURIComponent(caseId)}`}>{caseId}</a> : `本文件第${ofRow}行`,
        ],
      }))}
    />
  );
}
