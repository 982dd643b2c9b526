import { keepHeapSmall } from '#platform';
import { createProgram } from './program.js';

keepHeapSmall();
await createProgram().parseAsync();
