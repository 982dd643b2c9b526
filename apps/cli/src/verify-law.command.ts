import { Command } from 'commander';
import { LawCheck, type LawFinding } from '#enforcement';
import { LOG_START, STORE_LIMITS } from '#eventsourcing';
import { printable, spoken } from '#fields';
import type { Installation } from '#installation';
import { underEdition } from '#statutes';
import { withInstallation } from './session.js';

/** 依法复核: which past acts would be unlawful by the present rules, or by a named edition of one. Writes nothing. */
export function verifyLawCommand(): Command {
  return new Command('verify-law')
    .description('依法复核：逐案逐项再问当时的办理，列出依现行规则（或者指名的版本）不合法的；不改变任何记录')
    .option('--edition <版本>', '其中一项期限按指名的版本，如 D07@1996-10-01')
    .action((flags: { readonly edition?: string }) =>
      withInstallation(async (installation) => {
        const { statutes } = installation;
        const check = new LawCheck(flags.edition === undefined ? statutes : underEdition(statutes, flags.edition));
        let found = 0;
        for await (const finding of findingsIn(installation, check)) {
          if (found === 0) console.log(['代码', '依据', '案件', '办理', '日期', '版本', '说明'].join('\t'));
          found += 1;
          console.log(printable(line(finding)));
        }
        const { asked, unasked } = check.counts;
        const rest = unasked === 0 ? '' : `，另有 ${unasked} 项的记录不足以再问`;
        console.log(`${found === 0 ? '✓' : '✗'} 再问 ${asked} 项办理，${found} 项不合法${rest}`);
        if (found > 0) process.exitCode = 1;
      }),
    );
}

async function* findingsIn({ store }: Installation, check: LawCheck): AsyncGenerator<LawFinding> {
  let last = LOG_START;
  for (;;) {
    const events = await store.readAll(last, STORE_LIMITS.maxReadBatch);
    if (events.length === 0) break;
    yield* check.read(events);
    last = events.at(-1)!.position;
  }
  yield* check.end();
}

function line({ code, article, caseId, act, on, revision, message }: LawFinding): string {
  return [code, article, caseId, act, on, String(revision), spoken(message)].join('\t');
}
