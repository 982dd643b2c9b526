import { describe, expect, it } from '@jest/globals';
import { render } from 'preact-render-to-string';
import type { Spoken } from '../questions/spoken.js';
import { SentenceText } from './sentence.js';

describe('时间线的句子', () => {
  it('日期不在中间断行', () => {
    expect(render(<SentenceText of={['应于', { is: 'day', text: '2023-06-05' }, '前响应']} />)).toBe(
      '应于<time>2023-06-05</time>前响应',
    );
  });

  it('文字按文字显示，案卷能点开', () => {
    const of: Spoken = [
      '由线索',
      { is: 'record', text: 'L-1', path: '/leads/L-1' },
      '立案，',
      { is: 'name', text: '<b>甲</b>' },
    ];
    expect(render(<SentenceText of={of} />)).toBe('由线索<a href="/leads/L-1">L-1</a>立案，&lt;b>甲&lt;/b>');
  });
});
