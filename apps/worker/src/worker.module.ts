import { type DynamicModule, Module } from '@nestjs/common';
import { HttpDoorModule } from '#platform';
import { WORKER_OPTIONS, WorkerHealthController, type WorkerOptions } from './worker-health.controller.js';

/** The process that keeps the read models: no HTTP but health. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: Nest knows a module by its class.
export class WorkerModule {
  static register(options: WorkerOptions): DynamicModule {
    return {
      module: WorkerModule,
      imports: [HttpDoorModule.register({})],
      controllers: [WorkerHealthController],
      providers: [{ provide: WORKER_OPTIONS, useValue: options }],
    };
  }
}
