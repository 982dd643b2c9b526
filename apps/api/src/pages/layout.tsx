import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';
import type { Person } from '#platform';
import { SCRIPT_PATH, STYLE_PATH } from './assets.js';

export type Place = 'start' | 'report' | 'metrics' | 'cases';

const NAVIGATION: readonly (readonly [Place, string, string])[] = [
  ['start', '/', '工作台'],
  ['cases', '/cases', '案件'],
  ['report', '/reports', '年报'],
  ['metrics', '/metrics', '指标'],
];

/** A red seal with 案: the only picture, so that no request is made for it. */
const ICON =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='5' fill='%239c2a22'/><text x='16' y='23' font-size='20' text-anchor='middle' fill='white' font-family='serif'>案</text></svg>";

export interface LayoutProps {
  readonly title: string;
  readonly person: Person | undefined;
  /** Chinese names of the person's roles. */
  readonly roleTitle: (role: string) => string;
  readonly place?: Place;
  /** The sign-in page alone has a script. */
  readonly hasScript?: boolean;
  readonly children: ComponentChildren;
}

/** What stands around every page. */
export function Layout({ title, person, roleTitle, place, hasScript, children }: LayoutProps) {
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title}｜案卷`}</title>
        <link rel="icon" href={ICON} />
        <link rel="stylesheet" href={STYLE_PATH} />
        {hasScript ? <script src={SCRIPT_PATH} defer /> : null}
      </head>
      <body>
        <a class="skip" href="#main">
          跳到正文
        </a>
        <header class="masthead">
          <div class="masthead-inner">
            <a class="brand" href="/">
              <span class="seal" aria-hidden="true">
                案
              </span>
              案卷
            </a>
            {person ? (
              <>
                <nav class="places" aria-label="主要栏目">
                  {NAVIGATION.map(([name, href, label]) => (
                    <a key={name} href={href} {...(name === place ? { 'aria-current': 'page' as const } : {})}>
                      {label}
                    </a>
                  ))}
                </nav>
                <div class="account">
                  <a href="/sign-in" class="who">
                    <b>{person.name}</b>
                    <span>{person.roles.map(roleTitle).join('、')}</span>
                  </a>
                  <form method="post" action="/sign-out">
                    <button type="submit" class="quiet">
                      退出
                    </button>
                  </form>
                </div>
              </>
            ) : null}
          </div>
        </header>
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </body>
    </html>
  );
}

export function html(page: VNode): string {
  return `<!doctype html>${render(page)}`;
}
