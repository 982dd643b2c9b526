import { DEAD_LETTER_LIMITS, DEAD_LETTER_STATES } from '#eventsourcing';
import { inboundKind } from '#exchange';
import { DEAD_LETTER, DEAD_LETTERS, type LetterShown } from '../questions/dead-letters.js';
import type { Names } from '../questions/shown.js';
import { type Fact, Facts, fact, factsOf } from '../ui/facts.js';
import { FilterForm, Select } from '../ui/form.js';
import { grouped, moment } from '../ui/format.js';
import { Crumbs } from '../ui/layout.js';
import { Pager, Table } from '../ui/table.js';
import { Tag, type Tone } from '../ui/tag.js';
import { page } from './page.js';

/* Messages that could not become a command. What they say is shown as far as the marks of its fields leave it. */

const PATH = '/status/dead-letters';

const TONES: Readonly<Record<string, Tone>> = { open: 'late', asked: 'near', done: 'good', 'given-up': 'quiet' };

export const deadLettersPage = page({
  path: 'status/dead-letters',
  parameters: DEAD_LETTERS.parameters,
  here: '/status',
  show: async ({ ask }, { parameters, given }) => {
    const { letters, next, names } = await ask(DEAD_LETTERS, parameters);
    return {
      title: '死信',
      body: (
        <>
          <Crumbs>
            <a href="/status">运行状态</a>
          </Crumbs>
          <h1>
            死信
            <small>
              未能办理的消息：其他系统发来的，和救济告知案件的。修复后可以重放；对方已经更正重发的，可以放弃
            </small>
          </h1>
          <FilterForm action={PATH}>
            <Select name="state" title="处理情况" terms={DEAD_LETTER_STATES} chosen={given['state']} all="全部" />
          </FilterForm>
          {letters.length === 0 ? (
            <p class="nothing">没有这样的死信。</p>
          ) : (
            <Table
              caption="死信，新的在前"
              hidesCaption
              columns={[
                { title: '未能办理的原因', isHead: true },
                { title: '情况', isOneLine: true },
                { title: '系统' },
                { title: '事项' },
                { title: '记录' },
                { title: '收到时间', isOneLine: true },
              ]}
              rows={letters.map((letter) => ({
                key: letter.id,
                cells: [
                  <a href={`${PATH}/${letter.id}`}>{letter.reason}</a>,
                  <Tag tone={TONES[letter.state]}>{letter.stateTitle}</Tag>,
                  letter.senderTitle ?? letter.sender,
                  letter.kindTitle ?? letter.kind,
                  <>
                    {letter.subject ?? '—'}
                    {letter.unit === null ? null : <small> {names.units[letter.unit] ?? letter.unit}</small>}
                  </>,
                  moment(letter.receivedAt),
                ],
              }))}
            />
          )}
          <Pager path={PATH} given={given} next={next} />
        </>
      ),
    };
  },
});

export const deadLetterPage = page({
  path: 'status/dead-letters/:id',
  parameters: DEAD_LETTER.parameters,
  here: '/status',
  show: async ({ ask }, { parameters, place }) => {
    const { letter, content, names } = await ask(DEAD_LETTER, parameters, place);
    const kind = letter.kind === null ? undefined : inboundKind(`cn.anjuan.in.${letter.kind}`);
    return {
      title: '死信',
      body: (
        <>
          <Crumbs>
            <a href="/status">运行状态</a>
            <a href={PATH}>死信</a>
          </Crumbs>
          <h1>
            {letter.reason}
            <small>
              <Tag tone={TONES[letter.state]}>{letter.stateTitle}</Tag>{' '}
              {letter.senderTitle ?? letter.sender ?? '不知道是哪个系统'}
            </small>
          </h1>
          <Facts facts={particulars(letter, names)} />
          <section aria-labelledby="content">
            <h2 id="content">内容</h2>
            {content === null || kind === undefined ? (
              <p class="nothing">
                {letter.state === 'open' || letter.state === 'asked'
                  ? '内容不合格式，无法分辨其中哪些可以显示，不显示。'
                  : '已经处理，内容不再留存。'}
              </p>
            ) : (
              <>
                <p class="hint">姓名、自由填写的文字和工作人员不显示。</p>
                <Facts facts={factsOf(kind.command.input, content, names)} />
              </>
            )}
          </section>
          <Steps letter={letter} names={names} />
          {letter.state === 'open' ? <Handling id={letter.id} /> : null}
          {letter.state === 'asked' ? (
            <p class="hint">已经要求重放，由 worker 办理，通常在几秒之内；刷新本页看结果。</p>
          ) : null}
        </>
      ),
    };
  },
});

function particulars(letter: LetterShown, names: Names): Fact[] {
  const { topic, partition, offset, unit } = letter;
  return [
    ...fact('事项', letter.kindTitle ?? letter.kind),
    ...fact('记录编号', letter.subject),
    ...fact('单位', unit === null ? null : (names.units[unit] ?? unit)),
    ...fact('依据', letter.article),
    ...fact('最早可办理日', letter.earliest),
    ...fact('代码', letter.code),
    ...fact('对方消息编号', letter.sourceId),
    ...fact('所在', `${topic}，分区 ${partition}，位移 ${offset}`),
    ...fact('大小', `${grouped(letter.bytes)} 字节`),
    ...fact('收到时间', moment(letter.receivedAt)),
  ];
}

function Steps({ letter: { steps }, names }: { readonly letter: LetterShown; readonly names: Names }) {
  if (steps.length === 0) return null;
  return (
    <section aria-labelledby="steps">
      <h2 id="steps">处理经过</h2>
      <Table
        caption="处理经过，先后为序"
        hidesCaption
        columns={[
          { title: '处理', isHead: true },
          { title: '时间', isOneLine: true },
          { title: '人员' },
          { title: '说明' },
        ]}
        rows={steps.map(({ at, what, person, reason, stream }, index) => ({
          key: String(index),
          cells: [what, moment(at), person === null ? null : (names.people[person] ?? person), reason ?? stream],
        }))}
      />
    </section>
  );
}

/** Both are confirmed here: whoever presses has read what it is and what follows. */
function Handling({ id }: { readonly id: string }) {
  return (
    <section aria-labelledby="handling" class="screen">
      <h2 id="handling">处理</h2>
      <form method="post" action={`${PATH}/${id}/replay`} class="sheet">
        <p>重放：用原来的编号再办一次。已经办过的不会重复，结果同样答复对方。</p>
        <label class="check">
          <input type="checkbox" name="confirmed" value="yes" required /> 未能办理的原因已经消除
        </label>
        <button type="submit">重放</button>
      </form>
      <form method="post" action={`${PATH}/${id}/give-up`} class="sheet">
        <p>放弃：不再办理，内容不再留存，不能恢复。</p>
        <label>
          理由
          <textarea name="reason" rows={2} required maxLength={DEAD_LETTER_LIMITS.maxReasonLength} />
        </label>
        <label class="check">
          <input type="checkbox" name="confirmed" value="yes" required /> 确认放弃
        </label>
        <button type="submit" class="quiet">
          放弃
        </button>
      </form>
    </section>
  );
}
