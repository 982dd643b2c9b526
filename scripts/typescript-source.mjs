// Lets Node run our TypeScript sources as they stand: `node --conditions=source --import ./scripts/typescript-source.mjs`.
// Node strips the types itself; what it does not do is find `./x.ts` for an import that says './x.js'.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    const ours = specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts');
    return next(ours ? `${specifier.slice(0, -3)}.ts` : specifier, context);
  },
});
