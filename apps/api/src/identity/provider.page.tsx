import type { ComponentChildren } from 'preact';
import { ISLANDS_PATH, STYLE_PATH } from '../pages/assets.js';
import { roleTitles } from '../pages/frame.js';
import { html, Layout } from '../ui/layout.js';
import type { DemonstrationPerson } from './demonstration-person.js';

function framedAlone(title: string, body: ComponentChildren): string {
  return html(
    <Layout title={title} person={undefined} places={[]} style={STYLE_PATH} script={ISLANDS_PATH}>
      {body}
    </Layout>,
  );
}

/** Whom to be: everybody with what he does here. */
export function choicePage(people: readonly DemonstrationPerson[], path: string): string {
  const units = [...new Set(people.map(({ unitName }) => unitName))];
  return framedAlone(
    '选择演示身份',
    <div class="choice">
      <h1>选择演示身份</h1>
      <p class="lead">
        这里代替本单位的统一身份认证，只用于演示：选一个人，就以他的身份登录案卷。正式使用时，由统一身份认证核对口令或者证书。
      </p>
      {units.map((unitName) => (
        <section key={unitName}>
          <h2>{unitName}</h2>
          <ul class="people">
            {people
              .filter((person) => person.unitName === unitName)
              .map((person) => (
                <li key={person.id}>
                  <form method="post" action={`${path}/${encodeURIComponent(person.id)}`}>
                    <button type="submit" class="person">
                      <b>{person.name}</b>
                      <span class="title">{person.title}</span>
                      <span class="does">{person.does}</span>
                      <span class="roles">身份：{roleTitles(person)}</span>
                    </button>
                  </form>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>,
  );
}

/** The form is the provider's own; it signs out once it is sent. */
export function leavingPage(form: string): string {
  return framedAlone(
    '退出',
    <div class="narrow">
      <h1>退出统一身份认证（演示）</h1>
      <p class="lead">案卷已经退出。确认以后，下次登录重新选择演示身份。</p>
      <div dangerouslySetInnerHTML={{ __html: form }} />
      <p>
        <button type="submit" form="op.logoutForm" name="logout" value="yes">
          退出
        </button>
      </p>
    </div>,
  );
}

export function troublePage(code: string): string {
  return framedAlone(
    '登录没有完成',
    <div class="narrow">
      <h1>登录没有完成</h1>
      <p class="lead">可能停留过久，或者用了旧的地址，请重新登录。</p>
      <p class="hint">代码：{code}</p>
      <p>
        <a class="button" href="/sign-in">
          重新登录
        </a>
      </p>
    </div>,
  );
}
