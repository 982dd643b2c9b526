import { REGISTERS } from '#figures';
import { AssetsController } from './assets.controller.js';
import { ComparisonDownloadController, comparisonPage } from './comparison.page.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { deadLetterPage, deadLettersPage } from './dead-letters.page.js';
import { DemonstrationClockController } from './demonstration-clock.controller.js';
import { downloadController } from './download/download.controller.js';
import { entriesPage } from './entries.page.js';
import { filePage } from './file.page.js';
import { formController } from './form/form.controller.js';
import { FormBody } from './form-body.js';
import { FileBody, ImportController } from './import/import.controller.js';
import { Imports } from './import/imports.js';
import { listPage } from './list.page.js';
import { looksPage } from './looks.page.js';
import { metricsPage } from './metrics.page.js';
import { controllerOf, Desks, type Page } from './page.js';
import { ProposalsController } from './proposals/proposals.controller.js';
import { registersPage } from './registers.page.js';
import { PublishedTableController } from './report/published-table.controller.js';
import { ReportActsController } from './report/report-acts.controller.js';
import { reportPage, reportsPage } from './report.page.js';
import { securityLogPage } from './security-log.page.js';
import { HAND_OVER_CONTROLLERS } from './several/hand-over.controller.js';
import { SessionsController } from './sign-in/sessions.controller.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { signalsPage } from './signals.page.js';
import { startPage } from './start.page.js';
import { statusPage } from './status.page.js';

export { problemPage } from './problem.page.js';

/** Every page that shows answers: a list and a file of each register, and those that there are once. */
export const PAGES: readonly Page[] = [
  startPage,
  reportsPage,
  reportPage,
  metricsPage,
  entriesPage,
  comparisonPage,
  signalsPage,
  looksPage,
  securityLogPage,
  registersPage,
  statusPage,
  deadLettersPage,
  deadLetterPage,
  ...REGISTERS.flatMap((register) => [listPage(register), filePage(register)]),
];

/** The doors of the pages, of the forms of every register, of what they load and of signing in. */
export const PAGE_CONTROLLERS = [
  AssetsController,
  ProposalsController,
  PublishedTableController,
  ReportActsController,
  ComparisonDownloadController,
  SignInController,
  SessionsController,
  DeadLettersController,
  DemonstrationClockController,
  ImportController,
  ...HAND_OVER_CONTROLLERS,
  ...PAGES.map(controllerOf),
  ...REGISTERS.map(formController),
  ...REGISTERS.map(downloadController),
];

export const PAGE_PROVIDERS = [FormBody, FileBody, Desks, Imports];
