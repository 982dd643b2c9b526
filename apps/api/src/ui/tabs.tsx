import type { ComponentChildren } from 'preact';

export interface TabShown {
  readonly title: string;
  readonly href: string;
  readonly isOpen: boolean;
}

/** Views beside each other, one of them open; `children` stand at their end. */
export function Tabs({
  title,
  tabs,
  children,
}: {
  readonly title: string;
  readonly tabs: readonly TabShown[];
  readonly children?: ComponentChildren;
}) {
  return (
    <nav class="tabs" aria-label={title}>
      {tabs.map(({ title: name, href, isOpen }) => (
        <a key={href} href={href} {...(isOpen ? { 'aria-current': 'page' as const } : {})}>
          {name}
        </a>
      ))}
      {children}
    </nav>
  );
}
