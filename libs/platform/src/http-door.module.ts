import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { PROBLEM_PAGE, ProblemFilter, type ProblemPage } from './problem.filter.js';
import { SecurityJournal, type SecurityJournalOptions } from './security/security-journal.js';
import { WatchExports } from './security/watch-exports.js';
import { AskWhoFirst } from './sign-in/ask-who-first.js';
import { BrowserSignIn } from './sign-in/browser-sign-in.js';
import { Credentials } from './sign-in/credentials.js';
import { PEOPLE_HERE, type PeopleHere } from './sign-in/person.js';
import { SignInGuard } from './sign-in/sign-in.guard.js';
import { TokenVerifier } from './sign-in/token-verifier.js';

export interface HttpDoorOptions {
  /** Absent only where every route is public. */
  readonly people?: {
    readonly tokenVerifier: TokenVerifier;
    readonly peopleHere: PeopleHere;
  };
  /** Sign-in of browsers; without it programs alone come in. */
  readonly browserSignIn?: BrowserSignIn | undefined;
  /** Where it is written down what happens at the door. */
  readonly security?: SecurityJournalOptions;
  /** How a browser sees a problem. */
  readonly problemPage?: ProblemPage;
}

/** What stands at the HTTP door of a process: sign-in before every route, problem details after every failure. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: Nest knows a module by its class.
export class HttpDoorModule {
  static register({ people, browserSignIn, security, problemPage }: HttpDoorOptions): DynamicModule {
    return {
      module: HttpDoorModule,
      providers: [
        ...(problemPage ? [{ provide: PROBLEM_PAGE, useValue: problemPage }] : []),
        ...(security
          ? [{ provide: SecurityJournal, useFactory: () => new SecurityJournal(security) }, WatchExports]
          : []),
        { provide: APP_FILTER, useClass: ProblemFilter },
        ...(browserSignIn ? [{ provide: BrowserSignIn, useValue: browserSignIn }] : []),
        ...(people
          ? [
              { provide: TokenVerifier, useValue: people.tokenVerifier },
              { provide: PEOPLE_HERE, useValue: people.peopleHere },
              Credentials,
              AskWhoFirst,
              { provide: APP_GUARD, useClass: SignInGuard },
            ]
          : []),
      ],
      exports: [
        ...(browserSignIn ? [BrowserSignIn] : []),
        ...(people ? [PEOPLE_HERE] : []),
        ...(security ? [SecurityJournal] : []),
      ],
    };
  }
}
