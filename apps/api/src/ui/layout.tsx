import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';

/** A place that a person may go to from anywhere. */
export interface Place {
  readonly href: string;
  readonly title: string;
}

/** A red seal with 案: the only picture, so that no request is made for it. */
const ICON =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='5' fill='%239c2a22'/><text x='16' y='23' font-size='20' text-anchor='middle' fill='white' font-family='serif'>案</text></svg>";

export interface LayoutProps {
  readonly title: string;
  readonly person: { readonly name: string; readonly roles: string } | undefined;
  readonly places: readonly (readonly Place[])[];
  readonly here?: string | undefined;
  readonly style: string;
  /** The islands. */
  readonly script: string;
  readonly children: ComponentChildren;
}

/** What stands around every page. The menu of a phone is a popover, which needs no script. */
export function Layout({ title, person, places, here, style, script, children }: LayoutProps) {
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title}｜案卷`}</title>
        <link rel="icon" href={ICON} />
        <link rel="stylesheet" href={style} />
        <script src={script} defer />
      </head>
      <body>
        <a class="skip" href="#main">
          跳到正文
        </a>
        <header class="masthead screen">
          <div class="masthead-inner">
            <a class="brand" href="/">
              <span class="seal" aria-hidden="true">
                案
              </span>
              案卷
            </a>
            {person ? (
              <>
                <div class="account">
                  <a href="/sign-in" class="who">
                    <b>{person.name}</b>
                    <span>{person.roles}</span>
                  </a>
                  <form method="post" action="/sign-out">
                    <button type="submit" class="quiet">
                      退出
                    </button>
                  </form>
                  <button type="button" class="menu" popovertarget="places">
                    菜单
                  </button>
                </div>
                <nav class="places" id="places" popover="auto" aria-label="主要栏目">
                  {places.map((group) => (
                    <ul key={group[0]?.href}>
                      {group.map(({ href, title: label }) => (
                        <li key={href}>
                          <a href={href} {...(href === here ? { 'aria-current': 'page' as const } : {})}>
                            {label}
                          </a>
                        </li>
                      ))}
                    </ul>
                  ))}
                </nav>
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

/** The way back to where the page hangs. */
export function Crumbs({ children }: { readonly children: ComponentChildren }) {
  return (
    <nav class="crumbs screen" aria-label="位置">
      {children}
    </nav>
  );
}

export function html(page: VNode): string {
  return `<!doctype html>${render(page)}`;
}
