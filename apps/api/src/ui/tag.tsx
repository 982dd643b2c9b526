import type { ComponentChildren } from 'preact';

export type Tone = 'good' | 'near' | 'late' | 'quiet';

/** A word that is seen from afar. The tone repeats what it says, it adds nothing. */
export function Tag({ tone, children }: { readonly tone?: Tone | undefined; readonly children: ComponentChildren }) {
  return <span class={tone === undefined ? 'tag' : `tag ${tone}`}>{children}</span>;
}
