import { aggregate } from '../definition.js';
import { filing } from './filing.js';
import { type CaseState, initialCase } from './state.js';

/** 案件, one stream each: `case-<caseId>`. The stages hold the law; this file only puts them in order. */
export const caseAggregate = aggregate<CaseState>({
  name: 'case',
  title: '案件',
  initialState: initialCase,
  stages: [filing],
});
