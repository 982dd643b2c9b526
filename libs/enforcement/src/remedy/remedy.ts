import { aggregate } from '../definition.js';
import { LIFE } from './life.js';
import { litigation } from './litigation.js';
import { reconsideration } from './reconsideration.js';
import type { RemedyState } from './state.js';

/** 救济, one stream per reconsideration or lawsuit: `remedy-<remedyId>`. */
export const remedy = aggregate<RemedyState>({
  name: 'remedy',
  path: 'remedies',
  title: '行政复议和行政诉讼',
  initialState: LIFE.initial,
  belongsTo: ({ unitId }) => ({ units: [unitId], people: [] }),
  stages: [reconsideration, litigation],
});
