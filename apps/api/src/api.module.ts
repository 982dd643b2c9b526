import { type DynamicModule, Module } from '@nestjs/common';
import type { SourceSystem } from '#enforcement';
import { CommandExecutionModule, HttpDoorModule } from '#platform';
import { API_OPTIONS, type ApiOptions } from './api-options.js';
import { CommandsController } from './json/commands.controller.js';
import { ContractController } from './json/contract.controller.js';
import { HealthController } from './json/health.controller.js';
import { OpenApiController } from './json/openapi.controller.js';
import { questionsController } from './json/questions.controller.js';
import { SessionController } from './json/session.controller.js';
import { PAGE_CONTROLLERS, PAGE_PROVIDERS, problemPage } from './pages/index.js';
import { peopleHere } from './people-here.js';
import { Freshness } from './questions/freshness.js';
import { QUESTIONS } from './questions/index.js';
import { Readers } from './questions/reader.js';

const SOURCE_SYSTEM: SourceSystem = 'PLATFORM';

/** The HTTP process: commands in, queries out. Composed by `main.ts` alone or by the standalone app with others. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: Nest knows a module by its class.
export class ApiModule {
  static register(options: ApiOptions): DynamicModule {
    const { registry, statutes, loop } = options;
    return {
      module: ApiModule,
      imports: [
        CommandExecutionModule.register({
          registry,
          loop,
          // As the law stands when the command is given.
          get ruleset() {
            return statutes.version;
          },
          sourceSystem: SOURCE_SYSTEM,
          telemetry: options.telemetry,
        }),
        HttpDoorModule.register({
          people: { tokenVerifier: options.tokenVerifier, peopleHere: peopleHere(options) },
          browserSignIn: options.browserSignIn,
          security: { store: options.securityLog, log: options.telemetry?.log },
          problemPage: problemPage(options),
        }),
      ],
      controllers: [
        HealthController,
        OpenApiController,
        ContractController,
        SessionController,
        questionsController(QUESTIONS),
        CommandsController,
        ...PAGE_CONTROLLERS,
      ],
      providers: [{ provide: API_OPTIONS, useValue: options }, Freshness, Readers, ...PAGE_PROVIDERS],
    };
  }
}
