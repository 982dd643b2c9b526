import { aggregate } from '../definition.js';
import { decision } from './decision.js';
import { discussion } from './discussion.js';
import { filing } from './filing.js';
import { hearing } from './hearing.js';
import { investigation } from './investigation.js';
import { legalReview } from './legal-review.js';
import { notice } from './notice.js';
import { type CaseState, initialCase } from './state.js';

/** 案件, one stream each: `case-<caseId>`. The stages hold the law; this file only puts them in order. */
export const caseAggregate = aggregate<CaseState>({
  name: 'case',
  title: '案件',
  initialState: initialCase,
  stages: [filing, investigation, legalReview, notice, hearing, discussion, decision],
});
