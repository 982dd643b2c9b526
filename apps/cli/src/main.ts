import { keepHeapSmall } from '#platform';
import { createProgram } from './program.js';

keepHeapSmall();
// Who reads us may have seen enough: `| head`.
process.stdout.on('error', () => process.exit());
await createProgram().parseAsync();
