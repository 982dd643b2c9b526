import { Body, Controller, Headers, Inject, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { type CommandOutcome, ReadModelNotReadyError, type Revision } from '#eventsourcing';
import {
  AskedAgain,
  aggregateAt,
  badInput,
  ExecuteCommand,
  type Person,
  ProblemError,
  problem,
  problemOfOutcome,
  registeredCommand,
  SignedIn,
} from '#platform';
import { API_OPTIONS, type ApiOptions, serverTime } from '../api-options.js';
import { Readers } from '../questions/reader.js';
import { textOf } from '../questions/spoken.js';

/** The one way in for change: a command for any aggregate. */
@Controller('api')
export class CommandsController {
  constructor(
    private readonly bus: CommandBus,
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
    private readonly readers: Readers,
  ) {}

  @Post(':path/:id/:command')
  @AskedAgain()
  async execute(
    @Param() params: { readonly path: string; readonly id: string; readonly command: string },
    @Headers() headers: Readonly<Record<string, string | undefined>>,
    @Body() body: unknown,
    @SignedIn() person: Person,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { path, id, command: name } = params;
    const { registry } = this.options;
    const { name: aggregate } = aggregateAt(registry, path);
    const entry = registeredCommand(registry, aggregate, name);
    assertJson(headers['content-type']);
    const command = new ExecuteCommand({
      aggregate,
      id,
      name,
      body,
      actor: person,
      now: serverTime(this.options),
      key: headers['idempotency-key'],
      ifMatch: ifMatchOf(headers['if-match']),
      correlationId: reply.request.id,
    });
    const outcome = await this.bus.execute(command);
    if (outcome.kind !== 'done') throw problemOfOutcome(entry, outcome, await this.inWords(outcome, person));
    const { stream, revision, position, events, replayed } = outcome;
    const isNew = entry.creates === true && position !== undefined;
    void reply.status(isNew ? 201 : 200).headers({
      ...(isNew ? { location: `/api/${path}/${id}` } : {}),
      ...(revision >= 0 ? { etag: `"${revision}"` } : {}),
    });
    return {
      stream,
      revision,
      // Null when nothing had to change: there is nothing to wait for.
      position: position ?? null,
      events,
      replayed,
      commandId: command.commandId,
      isRepeatable: command.isRepeatable,
      ...(command.isRepeatable
        ? {}
        : { notice: '请求没有带 Idempotency-Key，编号由服务器生成：重新发送会被当作另一次办理' }),
    };
  }

  /** The sentence of a refusal with the names of the people and units in it. */
  private async inWords(outcome: CommandOutcome, person: Person): Promise<string | undefined> {
    if (outcome.kind !== 'refused') return undefined;
    try {
      const [spoken] = await this.readers.of(person).speak([outcome.refusal.message]);
      return textOf(spoken!);
    } catch (error) {
      // Whose names they are is not known yet; that it was refused is.
      if (error instanceof ReadModelNotReadyError) return undefined;
      throw error;
    }
  }
}

/** A body of another kind never comes this far; none at all does. */
function assertJson(contentType: string | undefined): void {
  if (contentType === undefined)
    throw new ProblemError(problem('unsupported_media_type', '请求正文应为 JSON（Content-Type: application/json）'));
}

/** The revision that the caller has seen: `12`, `"12"` or `"no-stream"`. Throws ProblemError 400. */
function ifMatchOf(header: string | undefined): Revision | 'no-stream' | undefined {
  if (header === undefined) return undefined;
  const value = /^(?:"([^"]*)"|([^"]*))$/.exec(header.trim());
  const text = value?.[1] ?? value?.[2];
  if (text === 'no-stream') return 'no-stream';
  if (text !== undefined && /^\d{1,9}$/.test(text)) return Number(text);
  throw badInput([{ path: 'If-Match', message: '应为所见内容的版本号，如 "12"；尚不存在的为 "no-stream"' }]);
}
