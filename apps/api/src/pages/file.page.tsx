import type { Register } from '#enforcement';
import { fieldsOf } from '#fields';
import { ProblemError } from '#platform';
import { dayOf } from '#statutes';
import { ACTION_LISTS } from '../questions/actions.js';
import { AS_OF } from '../questions/as-of.js';
import { FILES, type FileAnswer, TIMELINES, type TimelineAnswer } from '../questions/files.js';
import { PAGE } from '../questions/parameters.js';
import { Acts } from '../ui/acts.js';
import { ClosedClocks, OpenClocks } from '../ui/clocks.js';
import { Differences } from '../ui/differences.js';
import { factsOf, Group } from '../ui/facts.js';
import { addressOf } from '../ui/form.js';
import { moment as clock } from '../ui/format.js';
import { Crumbs } from '../ui/layout.js';
import { Pager } from '../ui/table.js';
import { Timeline } from '../ui/timeline.js';
import { recordHref } from '../ui/value.js';
import { menuPlaceOf } from './frame.js';
import { MomentBar } from './moment-bar.js';
import { type Desk, type Given, type Page, page } from './page.js';
import { inLine } from './record-name.js';
import { aboutOf, slotsOf } from './slots.js';

/** So much of a life is seen at once; few records have more. */
const ENTRIES = 200;

/** One record of a register, straight from the log: as it is, or as it was at a revision, day or moment. */
export function filePage(register: Register): Page {
  const { name, path } = register;
  return page({
    path: `${path}/:id`,
    parameters: { asOf: AS_OF, than: AS_OF, cursor: PAGE.cursor, after: PAGE.after },
    here: menuPlaceOf(register),
    show: async (desk, { parameters, place, given }) => {
      const { asOf, than, cursor, after } = parameters;
      const isPast = asOf !== undefined;
      const whole = desk.ask(FILES.get(name)!, { after, asOf }, place);
      // An act may have taken the record out of the sight of whoever did it.
      if (after !== undefined && (await isOutOfSight(whole))) return handedOn(register);
      const [file, timeline, acts, other] = await Promise.all([
        whole,
        desk.ask(TIMELINES.get(name)!, { after, limit: ENTRIES, order: 'desc', cursor }, place),
        // Nothing is done in the past.
        isPast ? undefined : desk.ask(ACTION_LISTS.get(name)!, {}, place),
        than === undefined ? undefined : desk.ask(FILES.get(name)!, { asOf: than }, place),
      ]);
      const here = recordHref(register, file.id);
      const clocks = {
        clocks: file.clocks,
        statutes: desk.statutes,
        today: isPast ? dayOf(file.recordedAt) : desk.today,
      };
      return {
        title: calledOf(register, file),
        body: (
          <>
            <Identity register={register} file={file} />
            {slotsOf(register).head?.(file)}
            <MomentBar
              here={here}
              shown={file}
              end={cursor === undefined ? timeline.entries[0]?.revision : undefined}
              isPast={isPast}
              looks={
                desk.person.roles.includes('AUDITOR') ? addressOf('/looks', { register: name, id: file.id }) : undefined
              }
            />
            {other === undefined ? null : <Compared register={register} one={file} other={other} />}
            <div class="file">
              <div class="file-state">
                <OpenClocks {...clocks} />
                {acts === undefined ? null : (
                  <Acts
                    acts={acts.actions}
                    href={(command) => slotsOf(register).formOf?.(file, command) ?? `${here}/${command}`}
                  />
                )}
                {slotsOf(register).account?.(file)}
                <ClosedClocks {...clocks} />
                <Facts register={register} file={file} desk={desk} />
              </div>
              <History
                here={here}
                timeline={timeline}
                shown={isPast ? file.revision : undefined}
                given={given}
                isForAuditor={desk.person.roles.includes('AUDITOR')}
              />
            </div>
          </>
        ),
      };
    },
  });
}

async function isOutOfSight(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return false;
  } catch (error) {
    return error instanceof ProblemError && error.problem.status === 403;
  }
}

/** After one's own act: it is done, and others go on with it. */
function handedOn({ path, title, noun }: Register) {
  return {
    title: '已经办理',
    body: (
      <div class="narrow">
        <h1>已经办理</h1>
        <p class="lead">办理后，{noun}由其他单位或者人员接着办，不再在您的查阅范围。</p>
        <p>
          <a class="button" href={`/${path}`}>
            回到{title}
          </a>
        </p>
      </div>
    ),
  };
}

/** Its number or name; with what it is, where that is all there is. */
function calledOf(register: Register, { id, row, called }: FileAnswer): string {
  const own = slotsOf(register).called?.(row) ?? called;
  return own === id ? `${register.noun} ${id}` : own;
}

/** What it is, its number, how it stands, and whom it is about. */
function Identity({ register, file }: { readonly register: Register; readonly file: FileAnswer }) {
  const { row, phaseTitle, names } = file;
  const units = register.unitFields.flatMap((field) => [row[field]].flat()).filter((unit) => typeof unit === 'string');
  const lines = [
    slotsOf(register).under && aboutOf(register, row),
    units.map((unit) => names.units[unit] ?? unit).join('、'),
  ];
  return (
    <>
      <Crumbs>
        <a href={`/${register.path}`}>{register.title}</a>
        <span>{file.id}</span>
      </Crumbs>
      <header class="headline">
        <h1>
          {calledOf(register, file)}
          <small>{inLine(lines)}</small>
        </h1>
        <p class="stamp">{phaseTitle}</p>
      </header>
    </>
  );
}

/** What the register says of it: the groups of its slot, or the fields that its row declares. */
function Facts({ register, file, desk }: { register: Register; file: FileAnswer; desk: Desk }) {
  const own = slotsOf(register).facts?.(file, desk);
  if (own != null) return own;
  const { row, names, id, clocks } = file;
  // The number stands above; the rule of a period stands beside it.
  const said = [...fieldsOf(register.row)].flatMap(([name, { kind }]) =>
    row[name] === id || (kind === 'rule' && clocks.length > 0) ? [name] : [],
  );
  const { unsaid = [] } = slotsOf(register);
  return <Group title={register.noun} facts={factsOf(register.row, row, names, { except: [...said, ...unsaid] })} />;
}

/** The record at two moments, the earlier one first. */
function Compared({ register, one, other }: { register: Register; one: FileAnswer; other: FileAnswer }) {
  const [earlier, later] = [one, other].toSorted((a, b) => a.revision - b.revision) as [FileAnswer, FileAnswer];
  const titled = (file: FileAnswer) => ({ ...file, title: `版本 ${file.revision}（${clock(file.recordedAt)} 记录）` });
  return (
    <Differences
      type={register.row}
      earlier={titled(earlier)}
      later={titled(later)}
      except={slotsOf(register).unsaid?.filter((name) => name !== 'fineFen' && name !== 'confiscateFen') ?? []}
    />
  );
}

interface HistoryProps {
  readonly here: string;
  readonly timeline: TimelineAnswer;
  /** Revision whose state the page shows, where that is past. */
  readonly shown: number | undefined;
  readonly given: Given;
  readonly isForAuditor: boolean;
}

function History({ here, timeline: { entries, next }, shown, given, isForAuditor }: HistoryProps) {
  return (
    <section aria-labelledby="history">
      <details class="fold history" open={shown !== undefined}>
        <summary>
          <h2 id="history">办理经过</h2>
        </summary>
        <Timeline entries={entries} shown={shown} href={(revision) => addressOf(here, { asOf: revision })} />
        <Pager path={here} given={given} next={next} more="更早的经过" />
        <p class="formats screen">
          <a href={addressOf(`/api${here}`, { asOf: shown })}>案卷 JSON</a>
          <a href={`/api${here}/timeline`}>经过 JSON</a>
          {isForAuditor ? <a href={`/api${here}/events`}>原始事件</a> : null}
        </p>
      </details>
    </section>
  );
}
