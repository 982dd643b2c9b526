import { CaseQueriesController } from '../case-queries.controller.js';
import { AssetsController } from './assets.controller.js';
import { CasePage } from './case.page.js';
import { CasesPage } from './cases.page.js';
import { EntriesPage } from './entries.page.js';
import { FormBody } from './form-body.js';
import { MetricsPage } from './metrics.page.js';
import { RecordPage } from './record.page.js';
import { ReportPage } from './report.page.js';
import { SignInPage } from './sign-in.page.js';
import { StartPage } from './start.page.js';

export { problemPage } from './problem.page.js';

export const PAGES = [
  AssetsController,
  SignInPage,
  StartPage,
  ReportPage,
  MetricsPage,
  EntriesPage,
  CasesPage,
  CasePage,
  RecordPage,
];

/** What pages are given. The list of cases asks the API's own question, so the two can't differ. */
export const PAGE_PROVIDERS = [FormBody, CaseQueriesController];
