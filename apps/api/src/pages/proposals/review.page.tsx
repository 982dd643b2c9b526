import { type CaseState, commandNamed, type Proposal, proposal } from '#enforcement';
import { registerNamed } from '#figures';
import type { RefusalShown } from '../../questions/actions.js';
import type { FileAnswer } from '../../questions/files.js';
import type { Spoken } from '../../questions/spoken.js';
import { Facts, factsOf, Group } from '../../ui/facts.js';
import { Crumbs } from '../../ui/layout.js';
import { SentenceText } from '../../ui/sentence.js';
import { Tag } from '../../ui/tag.js';
import { RecordLink, recordHref } from '../../ui/value.js';
import type { Desk } from '../page.js';
import { withPartyNames } from '../party-names.js';
import { slotsOf } from '../slots.js';

/** What the guards say now. */
export type Verdict =
  | { readonly refusal: RefusalShown; readonly sentences?: undefined }
  | { readonly sentences: readonly Spoken[]; readonly refusal?: undefined };

interface ReviewProps {
  readonly desk: Desk;
  readonly file: FileAnswer;
  /** The record whose act it is, where it is there and in sight. */
  readonly record: FileAnswer | undefined;
  /** Undefined where this person has no answer to give. */
  readonly verdict: Verdict | undefined;
}

/** The finished act in words, what the law says to it now, both answers, and the record on which it rests. */
export function Review({ desk, file, record, verdict }: ReviewProps) {
  const said = file.row as unknown as Proposal;
  const command = commandNamed(said.register, said.act)!;
  const register = registerNamed(said.register)!;
  const nameOf = (id: string) => file.names.people[id] ?? id;
  return (
    <>
      <Crumbs>
        <a href="/proposals">{proposal.register.title}</a>
        <a href={recordHref(proposal.register, file.id)}>{file.id}</a>
      </Crumbs>
      <h1>
        {said.title} <Tag>{file.phaseTitle}</Tag>
        <small>
          {register.noun} <RecordLink of={said.register} id={said.recordId} />　{nameOf(said.proposerId)}于{' '}
          {said.proposedOn} 呈{nameOf(said.forId)}
        </small>
      </h1>
      <section class="sheet" aria-labelledby="proposed">
        <h2 id="proposed">呈批内容</h2>
        {said.opinion ? <p class="lead">{said.opinion}</p> : null}
        <Facts
          facts={factsOf(command.input, withPartyNames(said.input, partiesOf(record)), file.names, {
            isInCapitals: true,
          })}
        />
        <p class="hint">依据：{command.article}</p>
      </section>
      {verdict === undefined ? null : <Answer desk={desk} file={file} verdict={verdict} title={command.title} />}
      {record === undefined ? null : (
        <section aria-labelledby="record">
          <h2 id="record">所依据的{register.noun}</h2>
          {slotsOf(register).head?.(record)}
          {slotsOf(register).facts?.(record, desk) ?? (
            <Group title={register.noun} facts={factsOf(register.row, record.row, record.names)} />
          )}
        </section>
      )}
    </>
  );
}

/** The parties of the case that a proposal is about, where it is about one. */
function partiesOf(record: FileAnswer | undefined) {
  const { parties = [] } = (record?.state ?? {}) as Partial<Pick<CaseState, 'parties'>>;
  return parties;
}

function Answer({ desk, file, verdict, title }: { desk: Desk; file: FileAnswer; verdict: Verdict; title: string }) {
  const { refusal, sentences } = verdict;
  return (
    <section class="sheet" aria-labelledby="answer">
      <h2 id="answer">批准或者退回</h2>
      {refusal === undefined ? (
        <form method="post" action="/proposals/approve" class="act">
          <p>各项条件已经按今日 {desk.today} 审查。批准后由您本人办理，记入案卷：</p>
          <ul>
            {sentences.map((sentence, index) => (
              <li key={index}>
                <SentenceText of={sentence} />
              </li>
            ))}
          </ul>
          <input type="hidden" name="proposal" value={`${file.id}@${file.revision}`} />
          <p class="sends">
            <button type="submit">批准{title}</button>
          </p>
        </form>
      ) : (
        <div class="fault note">
          <p>
            <b>现在依法不能批准：</b>
            <SentenceText of={refusal.parts} />。
          </p>
          <p>
            依据：{refusal.article}
            {refusal.earliest === null ? '' : `；最早可以办理的日期：${refusal.earliest}`}
          </p>
        </div>
      )}
      <form method="post" action={`${recordHref(proposal.register, file.id)}/ReturnProposal`} class="act">
        <input type="hidden" name="_revision" value={String(file.revision)} />
        <input type="hidden" name="on" value={desk.today} />
        <div class="input">
          <label for="reason">退回理由</label>
          <textarea id="reason" name="reason" rows={3} required />
        </div>
        <p class="sends">
          <button type="submit" class="quiet">
            退回
          </button>
        </p>
      </form>
    </section>
  );
}
