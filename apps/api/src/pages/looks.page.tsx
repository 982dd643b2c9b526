import { registerNamed } from '#figures';
import { fieldsOfRow, parameterOf } from '../questions/lists.js';
import { LOOKS, type LookShown } from '../questions/looks.js';
import { DayInput, FilterForm, SearchInput, Select } from '../ui/form.js';
import { moment } from '../ui/format.js';
import { Pager, Table } from '../ui/table.js';
import { page } from './page.js';

/** Who looked at whom, for the auditor: a list and a drill-down are one entry with what was asked, a file is one. */
export const looksPage = page({
  path: 'looks',
  parameters: LOOKS.parameters,
  here: '/looks',
  show: async ({ ask, sight }, { parameters, given }) => {
    const { looks, next, names } = await ask(LOOKS, parameters);
    const registers = Object.fromEntries(sight.registers.map(({ name, title }) => [name, title]));
    return {
      title: '查阅记录',
      body: (
        <>
          <h1>
            查阅记录
            <small>谁在何时查阅了什么。列表和下钻记一条，连同条件；案卷每看一次记一条</small>
          </h1>
          <FilterForm action="/looks">
            <SearchInput name="person" title="查阅人编号" value={given['person']} />
            <Select name="register" title="档案" terms={registers} chosen={given['register']} all="全部" />
            <SearchInput name="id" title="档案编号" value={given['id']} />
            <DayInput name="from" title="查阅日起" value={given['from']} />
            <DayInput name="to" title="查阅日止" value={given['to']} />
          </FilterForm>
          {looks.length === 0 ? (
            <p class="nothing">没有符合条件的查阅记录。</p>
          ) : (
            <Table
              caption="查阅记录，近的在前"
              hidesCaption
              columns={[
                { title: '查阅人', isHead: true, isOneLine: true },
                { title: '时间', isOneLine: true },
                { title: '单位' },
                { title: '查阅内容' },
                { title: '条件' },
              ]}
              rows={looks.map((look, index) => ({
                key: `${look.at}-${index}`,
                cells: [
                  <>
                    {names.people[look.person] ?? look.person}
                    <small>{look.roles.map(({ title }) => title).join('、')}</small>
                  </>,
                  moment(look.at),
                  names.units[look.unit] ?? look.unit,
                  <What look={look} />,
                  conditionsOf(look) || null,
                ],
              }))}
            />
          )}
          <Pager path="/looks" given={given} next={next} />
        </>
      ),
    };
  },
});

/** What was asked where no record is named. */
const ASKED: Readonly<Record<string, string>> = {
  '/worklist': '在办清单',
  '/metrics/:id/entries': '指标的分录',
  '/security-log': '安全日志',
};

function What({ look: { registerTitle, id, path, question } }: { readonly look: LookShown }) {
  if (path !== null && id !== null)
    return (
      <>
        {registerTitle} <a href={path}>{id}</a>
      </>
    );
  const what = question.startsWith('/downloads/') ? '导出' : '列表';
  return <>{registerTitle === null ? (ASKED[question] ?? question) : `${registerTitle}${what}`}</>;
}

/** Conditions that are no field of a register. */
const CONDITIONS: Readonly<Record<string, string>> = {
  q: '查找',
  metric: '指标',
  part: '分项',
  side: '哪一个和',
  from: '业务日起',
  to: '业务日止',
  unit: '单位',
  below: '含下级单位',
  knownOn: '按该日已知',
  person: '人员',
  dueTo: '期限不晚于',
};

const VALUES: Readonly<Record<string, string>> = {
  true: '是',
  numerator: '分子',
  less: '减数',
  denominator: '分母',
};

function conditionsOf({ register: name, filter }: LookShown): string {
  const register = name === null ? undefined : registerNamed(name);
  const titles = new Map(Object.entries(CONDITIONS));
  for (const [field, { title }] of register ? fieldsOfRow(register) : []) {
    titles.set(parameterOf(field), title);
    titles.set(`${parameterOf(field)}From`, `${title}起`);
    titles.set(`${parameterOf(field)}To`, `${title}止`);
  }
  return Object.entries(filter ?? {})
    .filter(([, value]) => value !== null && value !== undefined && value !== false)
    .map(([input, value]) => `${titles.get(input) ?? input}：${VALUES[String(value)] ?? String(value)}`)
    .join('；');
}
