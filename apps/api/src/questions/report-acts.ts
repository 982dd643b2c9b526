import { createHash } from 'node:crypto';
import {
  AdjustFigure,
  aggregateNamed,
  annualReport,
  FreezeReport,
  REPORT_LIMITS,
  type RegisteredCommand,
  RestateReport,
  unitYearId,
} from '#enforcement';
import type { CommandOutcome } from '#eventsourcing';
import { changesSince, frozenFigures, reportText } from '#figures';
import { badInput, commandIdOf } from '#platform';
import { clockOf, dayOf } from '#statutes';
import type { Reader } from './reader.js';
import { reportDraft, reportRecord, reportRequest } from './report.js';

/*
 * Acts of a report that say what the system computed: an adjustment beside what the entries come to, the text that is frozen,
 * what a restatement found. They have no door of their own, so that nobody says in the system's name what it did not find.
 */

const MINUTE_MS = 60_000;

/** The last minute that is over, in Shanghai: whatever is recorded from now on is known later. */
export function lastMinute(now: string): string {
  return clockOf(new Date(Date.parse(now) - MINUTE_MS).toISOString()).slice(0, 16);
}

/** Takes another figure into the report of the person's own unit. Throws ProblemError. */
export async function adjustFigure(
  reader: Reader,
  year: number,
  asked: { readonly figure: string; readonly value: number; readonly reason: string },
  key: string,
): Promise<CommandOutcome> {
  const unitId = reader.person.unit;
  const { figures } = await reader.figures.report(await reportRequest(reader, unitId, year));
  const known = figures[asked.figure];
  if (known === undefined || known.denominator !== undefined)
    throw badInput([{ path: 'figure', message: '只能调整年报中的件数和金额' }]);
  const { figure, value, reason } = asked;
  const command: AdjustFigure = {
    ...{ figure, name: known.name, computed: known.numerator, value, reason, adjustedOn: reader.today },
  };
  return give(reader, AdjustFigure, unitYearId(unitId, year), command, key);
}

/** Freezes the report of the person's own unit as it is known at the last minute that is over. Throws ProblemError. */
export async function freezeReport(reader: Reader, year: number, key: string): Promise<CommandOutcome> {
  const unitId = reader.person.unit;
  await reader.reachHead();
  const knownOn = lastMinute(reader.now);
  const { events } = await reportRecord(reader, unitId, year);
  // What was said of it this very minute is in it: the entries are of the last that is over.
  const draft = await reportDraft(reader, unitId, year);
  const request = { ...(await reportRequest(reader, unitId, year)), ...draft, knownOn };
  const report = await reader.figures.report(request);
  const command: FreezeReport = {
    ...{ frozenOn: reader.today, knownOn, ...textOf(report) },
    figures: frozenFigures(report),
    unbalanced: report.checks.filter(({ holds }) => !holds).map(({ id, statement }) => ({ rule: id, statement })),
  };
  // What somebody adjusted meanwhile would be missing from the text.
  return give(reader, FreezeReport, unitYearId(unitId, year), command, key, events.at(-1)?.revision);
}

/** Restates the published report of the person's own unit by what was recorded since. Throws ProblemError. */
export async function restateReport(
  reader: Reader,
  year: number,
  reason: string,
  key: string,
): Promise<CommandOutcome> {
  const unitId = reader.person.unit;
  await reader.reachHead();
  const knownOn = lastMinute(reader.now);
  const { knownOn: frozen, events } = await reportRecord(reader, unitId, year);
  if (frozen === undefined) throw badInput([{ path: '', message: '年报还没有定稿，没有可以重述的' }]);
  const draft = await reportDraft(reader, unitId, year);
  const asked = { ...(await reportRequest(reader, unitId, year)), ...draft, knownOn };
  const report = await reader.figures.report(asked);
  const published = events.findLast(({ type }) => type === 'AnnualReportFrozen')!.data as FreezeReport;
  const causes = await reader.figures.causesSince(asked, frozen);
  const titles = await reader.eventTitles(causes.slice(0, REPORT_LIMITS.causes));
  const named = causes.slice(0, REPORT_LIMITS.causes).map(({ stream, position, recordedAt }) => ({
    ...{ stream, position, what: titles.get(position) ?? aggregateTitle(stream), on: dayOf(recordedAt) },
  }));
  const command: RestateReport = {
    ...{ restatedOn: reader.today, knownOn, reason, ...textOf(report) },
    changes: changesSince(published.figures, report),
    causes: named,
    ...(causes.length > named.length ? { moreCauses: causes.length - named.length } : {}),
  };
  return give(reader, RestateReport, unitYearId(unitId, year), command, key);
}

function textOf(report: Parameters<typeof reportText>[0]) {
  const text = reportText(report);
  return { text, sha256: createHash('sha256').update(text).digest('hex') };
}

function aggregateTitle(stream: string): string {
  const name = stream.slice(0, stream.indexOf('-'));
  return aggregateNamed(name)?.title ?? name;
}

function give(
  reader: Reader,
  input: new () => object,
  id: string,
  command: object,
  key: string,
  ifMatch?: number,
): Promise<CommandOutcome> {
  const decider = annualReport.told.find(({ name }) => name === input.name) as unknown as RegisteredCommand;
  const commandId = commandIdOf({ actorId: reader.person.id, aggregate: annualReport.name, id, name: input.name, key });
  return reader.give(decider, id, command, commandId, ifMatch);
}
