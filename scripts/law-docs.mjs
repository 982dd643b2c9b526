// Writes docs/law.md: the whole ruleset as tables, for a lawyer to check.
import './typescript-source.mjs';
import { writeFileSync } from 'node:fs';

const { loadStatutes, renderLaw } = await import('../libs/statutes/src/index.ts');
writeFileSync('docs/law.md', renderLaw(loadStatutes()));
