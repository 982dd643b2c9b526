/** A stage that the law puts in a fixed place: done, present, still to come, or passed by. */
export interface Stage {
  readonly title: string;
  readonly standing: 'done' | 'now' | 'to-come' | 'passed-by';
  /** The day on which it was done, where one is known. */
  readonly on?: string | undefined;
}

const WORDS = { done: '已完成', now: '当前', 'to-come': '未到', 'passed-by': '未经过' } as const;

export function StageLine({ stages }: { readonly stages: readonly Stage[] }) {
  return (
    <ol class="stage-line sheet" aria-label="办理阶段">
      {stages.map(({ title, standing, on }) => (
        <li key={title} class={standing} {...(standing === 'now' ? { 'aria-current': 'step' as const } : {})}>
          {title}
          <span class="unseen">（{WORDS[standing]}）</span>
          {on === undefined ? null : <small>{on}</small>}
        </li>
      ))}
    </ol>
  );
}
