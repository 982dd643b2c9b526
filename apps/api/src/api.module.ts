import { type DynamicModule, Module } from '@nestjs/common';
import { lawLoop, type SourceSystem } from '#enforcement';
import { CommandExecutionModule, HttpDoorModule } from '#platform';
import { Actions } from './actions.js';
import { AggregatesController } from './aggregates.controller.js';
import { API_OPTIONS, type ApiOptions } from './api-options.js';
import { CaseQueriesController } from './case-queries.controller.js';
import { CommandsController } from './commands.controller.js';
import { Directory } from './directory.js';
import { Freshness } from './freshness.js';
import { HealthController } from './health.controller.js';
import { MetricQueriesController } from './metric-queries.controller.js';
import { OpenApiController } from './openapi.controller.js';
import { PAGE_PROVIDERS, PAGES, problemPage } from './pages/index.js';
import { SessionController } from './session.controller.js';

const SOURCE_SYSTEM: SourceSystem = 'PLATFORM';

/** The HTTP process: commands in, queries out. Composed by `main.ts` alone or by the standalone app with others. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: Nest knows a module by its class.
export class ApiModule {
  static register(options: ApiOptions): DynamicModule {
    const { registry, statutes, store, loop = lawLoop(store, statutes) } = options;
    return {
      module: ApiModule,
      imports: [
        CommandExecutionModule.register({
          registry,
          loop,
          ruleset: statutes.version,
          sourceSystem: SOURCE_SYSTEM,
        }),
        HttpDoorModule.register({ tokenVerifier: options.tokenVerifier, problemPage: problemPage(registry) }),
      ],
      controllers: [
        HealthController,
        OpenApiController,
        SessionController,
        CaseQueriesController,
        MetricQueriesController,
        AggregatesController,
        CommandsController,
        ...PAGES,
      ],
      providers: [{ provide: API_OPTIONS, useValue: options }, Freshness, Directory, Actions, ...PAGE_PROVIDERS],
    };
  }
}
