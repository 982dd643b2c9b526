import { forbidden } from '#platform';
import { ROLES } from '#enforcement';
import { listOf, moment, type Of, object, oneOf, orNull, text } from './answers.js';
import { day, PAGE, pageOf, words } from './parameters.js';
import { question } from './question.js';
import { NAMES } from './shown.js';

/* Who looked at whom (DOMAIN G40). */
