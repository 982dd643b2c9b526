import { userInfo } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import {
  DEAD_LETTER_LIMITS,
  DEAD_LETTER_STATES,
  type DeadLetterState,
  DeadLetterStepError,
  type DeadLetters,
  type KeptDeadLetter,
} from '#eventsourcing';
import { printable } from '#fields';
import { withInstallation } from './session.js';

/** How long a replay is waited for: the inbox looks every second. */
const REPLAY_WAIT_MS = 20_000;

/** 死信: messages of other systems that could not become a command. What they say is not shown. */
export function deadLettersCommand(): Command {
  return new Command('dead-letters')
    .description('死信：其他系统发来、未能办理的消息；不带子命令时列出')
    .option('--state <情况>', `只列这一种：${Object.keys(DEAD_LETTER_STATES).join('、')}`, stateArgument)
    .action(({ state }: { readonly state?: DeadLetterState }) =>
      withInstallation(async ({ deadLetters }) => {
        let shown = 0;
        for await (const letter of all(deadLetters, state)) {
          for (const line of linesOf(letter)) console.log(printable(line));
          shown += 1;
        }
        if (shown === 0) console.log('没有这样的死信');
      }),
    )
    .addCommand(replayCommand())
    .addCommand(giveUpCommand());
}

function replayCommand(): Command {
  return new Command('replay')
    .description('重放：用原来的编号再办一次，由 worker 办理；已经办过的不会重复')
    .argument('[编号...]', '死信的编号')
    .option('--all', '所有待处理的')
    .action((ids: string[], { all: isAll = false }: { readonly all?: boolean }) =>
      withInstallation(async ({ deadLetters }) => {
        const wanted = [...ids];
        if (isAll) for await (const { id } of all(deadLetters, 'open')) wanted.push(id);
        if (wanted.length === 0) wrong(isAll ? '没有待处理的死信' : '请给出死信的编号，或者 --all');
        const asked: string[] = [];
        for (const id of wanted) {
          const step = { kind: 'asked', at: new Date().toISOString(), person: operator() } as const;
          if (await taken(deadLetters, id, () => deadLetters.step(id, step))) asked.push(id);
        }
        const deadline = Date.now() + REPLAY_WAIT_MS;
        for (const id of asked) tellOutcome(await settled(deadLetters, id, deadline));
      }),
    );
}

function giveUpCommand(): Command {
  return new Command('give-up')
    .description('放弃：不再办理，内容不再留存，不能恢复')
    .argument('<编号>', '死信的编号')
    .requiredOption('--reason <理由>', '放弃的理由', reasonArgument)
    .action((id: string, { reason }: { readonly reason: string }) =>
      withInstallation(async ({ deadLetters }) => {
        const step = { kind: 'given-up', at: new Date().toISOString(), person: operator(), reason } as const;
        if (await taken(deadLetters, id, () => deadLetters.step(id, step))) console.log(`${id} 已放弃`);
      }),
    );
}

async function* all(deadLetters: DeadLetters, state: DeadLetterState | undefined): AsyncGenerator<KeptDeadLetter> {
  for (let after: string | undefined; ; ) {
    const page = await deadLetters.list({ state, limit: DEAD_LETTER_LIMITS.maxPage, after });
    yield* page.letters;
    if (page.next === undefined) return;
    after = page.next;
  }
}

function linesOf(letter: KeptDeadLetter): string[] {
  const { id, state, topic, partition, offset, receivedAt, sender = '—', kind = '—', subject = '—', sourceId } = letter;
  const last = letter.steps.findLast((step) => step.kind === 'refused') ?? letter;
  const earliest = last.earliest === undefined ? '' : `，最早 ${last.earliest}`;
  return [
    `${id}  ${DEAD_LETTER_STATES[state]}  ${receivedAt}  ${sender} ${kind} ${subject}`,
    `    ${last.reason}（${last.code}${earliest}）`,
    `    ${topic} 分区 ${partition} 位移 ${offset}${sourceId === undefined ? '' : `，对方编号 ${sourceId}`}`,
  ];
}

/** Whether the step was taken; says why where it was not. */
async function taken(deadLetters: DeadLetters, id: string, step: () => Promise<void>): Promise<boolean> {
  const letter = /^[0-9a-f-]{36}$/.test(id) ? await deadLetters.get(id) : undefined;
  if (letter === undefined) return wrong(`没有编号为 ${printable(id)} 的死信`);
  try {
    await step();
    return true;
  } catch (error) {
    if (!(error instanceof DeadLetterStepError)) throw error;
    return wrong(`${id} 现在是“${DEAD_LETTER_STATES[error.state ?? letter.state]}”，不能这样处理`);
  }
}

async function settled(deadLetters: DeadLetters, id: string, deadline: number): Promise<KeptDeadLetter> {
  for (;;) {
    const letter = (await deadLetters.get(id))!;
    if (letter.state !== 'asked' || Date.now() > deadline) return letter;
    await delay(200);
  }
}

function tellOutcome({ id, state, steps }: KeptDeadLetter): void {
  const last = steps.at(-1);
  if (last?.kind === 'done') console.log(`${id} 重放成功：${printable(last.stream)} 第 ${last.revision} 版`);
  else if (last?.kind === 'refused') wrong(`${id} 仍未能办理：${printable(last.reason)}`);
  else wrong(`${id} ${DEAD_LETTER_STATES[state]}：已登记，worker 运行时会办理`);
}

function wrong(sentence: string): false {
  console.error(sentence);
  process.exitCode = 1;
  return false;
}

/** Whoever has the command line is known to the machine, and not to the bureau. */
function operator(): string {
  return `cli:${userInfo().username}`;
}

function reasonArgument(text: string): string {
  const reason = text.trim();
  if (reason === '' || reason.length > DEAD_LETTER_LIMITS.maxReasonLength)
    throw new InvalidArgumentError(`应写明理由，至多${DEAD_LETTER_LIMITS.maxReasonLength}字`);
  return reason;
}

function stateArgument(text: string): DeadLetterState {
  if (Object.hasOwn(DEAD_LETTER_STATES, text)) return text as DeadLetterState;
  throw new InvalidArgumentError(`应为 ${Object.keys(DEAD_LETTER_STATES).join('、')} 之一`);
}
