import { CASH_COLLECTION } from './cash-collection.js';
import { COURT_ENFORCEMENT_WINDOW } from './court-enforcement-window.js';
import { CREDIT_DISCLOSURE } from './credit-disclosure.js';
import type { Formula } from './formula.js';
import { HEARING_ENTITLEMENT } from './hearing-entitlement.js';
import { LIMITATION_OF_ACTION } from './limitation-of-action.js';
import { ON_THE_SPOT } from './on-the-spot.js';
import { PENALTY_CLASS } from './penalty-class.js';
import { REMEDY_ORDER } from './remedy-order.js';
import { RESPONSIBLE_AGE } from './responsible-age.js';
import { DEPARTMENT_RULE_FINE_CAP, RULE_FINE_CAP } from './rule-fine-cap.js';
import { SURCHARGE } from './surcharge.js';

/** Every formula of the library, for the rendered table and for the version of the ruleset. */
export const FORMULAS: readonly Formula[] = [
  SURCHARGE,
  ON_THE_SPOT,
  CASH_COLLECTION,
  HEARING_ENTITLEMENT,
  LIMITATION_OF_ACTION,
  RESPONSIBLE_AGE,
  RULE_FINE_CAP,
  COURT_ENFORCEMENT_WINDOW,
  REMEDY_ORDER,
  CREDIT_DISCLOSURE,
  PENALTY_CLASS,
  DEPARTMENT_RULE_FINE_CAP,
];
