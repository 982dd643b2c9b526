import { Controller, Get, Inject, Optional, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { askedBy, BrowserSignIn, notFound, type OwnSession, type Person, SecurityJournal, SignedIn } from '#platform';
import { moment } from '../../ui/format.js';
import { Table } from '../../ui/table.js';
import { framed } from '../frame.js';
import { Desks, PAGE_TYPE } from '../page.js';

/** Where somebody is signed in: he sees his browsers, and ends one that he left open elsewhere (ASVS 3.3.4). */
@Controller('sessions')
export class SessionsController {
  constructor(
    private readonly desks: Desks,
    @Inject(SecurityJournal) private readonly journal: SecurityJournal,
    @Optional() @Inject(BrowserSignIn) private readonly browsers?: BrowserSignIn,
  ) {}

  @Get()
  async show(@SignedIn() person: Person, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const sessions = (await this.browsers?.sessionsOf(person.id, request.cookies)) ?? [];
    const { demonstratedOn, sight } = await this.desks.of(person);
    const body = <Sessions sessions={sessions} />;
    void reply.type(PAGE_TYPE).send(framed({ title: '我的登录', person, demonstratedOn, sight, body }));
  }

  @Post(':handle/end')
  async end(
    @Param('handle') handle: string,
    @SignedIn() person: Person,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const own = await this.browsers?.sessionsOf(person.id, request.cookies);
    if (!(await this.browsers?.endOne(person.id, handle))) throw notFound('没有这一处登录，可能已经结束');
    this.journal.tell({ ...askedBy(request), kind: 'session-ended', what: '' });
    const isThis = own?.some((session) => session.handle === handle && session.isThis) === true;
    void reply.redirect(isThis ? '/sign-in' : '/sessions', 303);
  }
}

function Sessions({ sessions }: { readonly sessions: readonly OwnSession[] }) {
  return (
    <>
      <h1>
        我的登录
        <small>正在登录的浏览器。不是您自己的，请立即结束，并告诉系统管理员</small>
      </h1>
      {sessions.length === 0 ? (
        <p class="nothing">没有浏览器登录；程序凭令牌访问，不在其中。</p>
      ) : (
        <Table
          caption="正在登录的浏览器，近的在前"
          hidesCaption
          columns={[
            { title: '登录时间', isHead: true, isOneLine: true },
            { title: '最近使用', isOneLine: true },
            { title: '来自地址', isOneLine: true },
            { title: '浏览器' },
            { title: '结束' },
          ]}
          rows={sessions.map((session) => ({
            key: session.handle,
            cells: [
              moment(session.openedAt),
              moment(session.seenAt),
              session.address || null,
              session.agent || null,
              <form method="post" action={`/sessions/${session.handle}/end`}>
                <button type="submit" class="quiet">
                  {session.isThis ? '结束（本浏览器）' : '结束'}
                </button>
              </form>,
            ],
          }))}
        />
      )}
    </>
  );
}
