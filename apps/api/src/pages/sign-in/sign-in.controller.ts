import { Controller, Get, Header, Inject, Optional, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  askedBy,
  assertSameOrigin,
  BrowserSignIn,
  type Claimant,
  type OwnCookie,
  PEOPLE_HERE,
  type PeopleHere,
  type Person,
  ProblemError,
  Public,
  SecurityJournal,
} from '#platform';
import { API_OPTIONS, type ApiOptions, demonstratedOn } from '../../api-options.js';
import { ownPath } from '../own-path.js';
import { PAGE_TYPE } from '../page.js';
import { backAgainPage, type SignInShown, signedOutPage, signInPage } from './sign-in.page.js';

type Asked = Readonly<Record<string, unknown>>;

/** Signing in and out of browsers: the way to the provider and back. */
@Controller()
@Public()
export class SignInController {
  constructor(
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
    @Inject(PEOPLE_HERE) private readonly people: PeopleHere,
    @Inject(SecurityJournal) private readonly journal: SecurityJournal,
    @Optional() @Inject(BrowserSignIn) private readonly browsers?: BrowserSignIn,
  ) {}

  @Get('sign-in')
  async show(@Query() query: Asked, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const onward = ownPath(query['return']);
    if (this.isElsewhere(request, query)) return void this.moveOver(reply, '/sign-in', onward);
    await this.page(reply, { ...(await this.signedIn(request)), onward });
  }

  /** Off to the provider. */
  @Get('sign-in/start')
  async start(@Query() query: Asked, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (this.browsers === undefined) return void reply.redirect('/sign-in', 303);
    const onward = ownPath(query['return']);
    if (this.isElsewhere(request, query)) return void this.moveOver(reply, '/sign-in/start', onward);
    try {
      const { url, cookie } = await this.browsers.begin(onward);
      setCookie(reply, cookie);
      void reply.redirect(url, 303);
    } catch (error) {
      await this.failed(error, request, reply, onward);
    }
  }

  /** Back from the provider. */
  @Get('sign-in/callback')
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (this.browsers === undefined) return void reply.redirect('/sign-in', 303);
    try {
      const query = request.url.slice(request.url.indexOf('?'));
      const { address = '' } = askedBy(request);
      const place = { address, agent: request.headers['user-agent'] ?? '' };
      const { onward, cookies, claimant } = await this.browsers.finish(query, request.cookies, place);
      this.journal.tell({ kind: 'signed-in', person: claimant.id, unit: await this.unitOf(claimant), address });
      for (const cookie of cookies) setCookie(reply, cookie);
      void reply.redirect(ownPath(onward), 303);
    } catch (error) {
      if (error instanceof ProblemError && error.problem.status === 401)
        this.journal.tell({ ...askedBy(request), kind: 'sign-in-failed', code: error.problem.code });
      await this.failed(error, request, reply, '/');
    }
  }

  /** In the window in which somebody signed in anew, his form still open in the other. */
  @Get('sign-in/done')
  @Header('content-type', PAGE_TYPE)
  async done(@Req() request: FastifyRequest): Promise<string> {
    return backAgainPage((await this.signedIn(request)).person, demonstratedOn(this.options));
  }

  @Post('sign-out')
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    assertSameOrigin(request);
    if (this.browsers === undefined) return void reply.redirect('/sign-in', 303);
    const { providerUrl, cookie, person } = await this.browsers.end(request.cookies);
    if (person !== undefined) this.journal.tell({ kind: 'signed-out', person, address: askedBy(request).address });
    setCookie(reply, cookie);
    if (providerUrl === undefined) return void reply.redirect('/sign-in', 303);
    // A page that goes on by itself: what a form is answered with may lead to no other site (form-action).
    void reply
      .header('refresh', `0;url=${providerUrl}`)
      .type(PAGE_TYPE)
      .send(signedOutPage(providerUrl, demonstratedOn(this.options)));
  }

  /** Cookies are of one host: who came by another name of ours goes on by the one that the provider knows. */
  private isElsewhere(request: FastifyRequest, query: Asked): boolean {
    if (this.browsers === undefined || query['moved'] !== undefined) return false;
    const { protocol, host } = new URL(this.browsers.url);
    // A port that is usual for the protocol may be said or left out.
    const address = `${protocol}//${request.host}`;
    return !URL.canParse(address) || new URL(address).host !== host;
  }

  /** Once: a proxy before us may say another name for ever. */
  private moveOver(reply: FastifyReply, path: string, onward: string): FastifyReply {
    return reply.redirect(`${this.browsers!.url}${path}?moved&return=${encodeURIComponent(onward)}`, 303);
  }

  private async failed(error: unknown, request: FastifyRequest, reply: FastifyReply, onward: string): Promise<void> {
    if (!(error instanceof ProblemError)) throw error;
    const { status, detail } = error.problem;
    void reply.status(status).headers(error.headers);
    await this.page(reply, { ...(await this.signedIn(request)), onward, fault: detail });
  }

  private async page(reply: FastifyReply, shown: Omit<SignInShown, 'demonstratedOn' | 'isOffered'>): Promise<void> {
    const isOffered = this.browsers !== undefined;
    void reply.type(PAGE_TYPE).send(signInPage({ ...shown, isOffered, demonstratedOn: demonstratedOn(this.options) }));
  }

  /** His unit by the register; none where the register does not have him, which he is told on his next page. */
  private async unitOf(claimant: Claimant): Promise<string | undefined> {
    return this.people.known(claimant, { asKept: false }).then(
      ({ unit }) => unit,
      () => undefined,
    );
  }

  /** Who is signed in, with why he may do nothing here where the register does not have him. */
  private async signedIn(request: FastifyRequest): Promise<{ person?: Person; fault?: string }> {
    const secret = this.browsers?.secretIn(request.cookies);
    const claimant = secret === undefined ? undefined : await this.browsers!.claimantOf(secret);
    if (claimant === undefined) return {};
    try {
      return { person: await this.people.known(claimant, { asKept: false }) };
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.status !== 403) throw error;
      return { person: { ...claimant, unit: '', roles: [] }, fault: error.problem.detail };
    }
  }
}

function setCookie(reply: FastifyReply, { name, value, options }: OwnCookie): void {
  void reply.setCookie(name, value, options);
}
