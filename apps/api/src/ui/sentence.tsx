import type { Spoken } from '../questions/spoken.js';

/** What happened, or why something may not: words and pieces, each already put for whoever reads it. */
export function SentenceText({ of }: { readonly of: Spoken }) {
  return (
    <>
      {of.map((part, index) => {
        if (typeof part === 'string') return part;
        if (part.is === 'day' || part.is === 'moment') return <time key={index}>{part.text}</time>;
        return part.path === undefined ? (
          part.text
        ) : (
          <a key={index} href={part.path}>
            {part.text}
          </a>
        );
      })}
    </>
  );
}
