import { SECURITY_LOG, SECURITY_TITLES } from '../questions/security-log.js';
import { DayInput, FilterForm, SearchInput, Select } from '../ui/form.js';
import { moment } from '../ui/format.js';
import { Pager, Table } from '../ui/table.js';
import { page } from './page.js';

/** Why a credential or a person was turned away, where the code alone says little. */
const WHY: Readonly<Record<string, string>> = {
  forbidden: '身份不符，或者不在查阅范围',
  unauthenticated: '统一身份认证没有认可',
  'actor.unregistered': '登记簿中没有此人',
  'actor.departed': '已经离任',
  'actor.not_arrived': '尚未到任',
  'actor.other_unit': '令牌称别的单位',
  'actor.role_missing': '令牌称没有的身份',
  'actor.role_ended': '身份已经终止',
  'actor.role_not_begun': '身份尚未开始',
  'actor.role_unknown': '令牌称不存在的身份',
  'actor.connected_system': '对接系统的令牌不合规定',
};

const WHAT: Readonly<Record<string, string>> = { token: '令牌', session: '浏览器的会话' };

/** What happened at the doors, for the auditor: one entry a minute for what is the same. */
export const securityLogPage = page({
  path: 'security-log',
  parameters: SECURITY_LOG.parameters,
  here: '/security-log',
  show: async ({ ask }, { parameters, given }) => {
    const { entries, next, names } = await ask(SECURITY_LOG, parameters);
    return {
      title: '安全日志',
      body: (
        <>
          <h1>
            安全日志
            <small>登录和退出、无效的令牌、被拒绝的请求、导出。同一分钟内相同的记一条，连同次数</small>
          </h1>
          <FilterForm action="/security-log">
            <SearchInput name="person" title="人员编号" value={given['person']} />
            <Select name="kind" title="事件" terms={SECURITY_TITLES} chosen={given['kind']} all="全部" />
            <DayInput name="from" title="日期起" value={given['from']} />
            <DayInput name="to" title="日期止" value={given['to']} />
          </FilterForm>
          {entries.length === 0 ? (
            <p class="nothing">没有符合条件的记录。</p>
          ) : (
            <Table
              caption="安全日志，近的在前"
              hidesCaption
              columns={[
                { title: '事件', isHead: true, isOneLine: true },
                { title: '时间', isOneLine: true },
                { title: '人员' },
                { title: '来自地址', isOneLine: true },
                { title: '内容' },
                { title: '次数', isNumber: true },
              ]}
              rows={entries.map((entry, index) => ({
                key: `${entry.at}-${index}`,
                cells: [
                  entry.title,
                  moment(entry.at),
                  entry.person === '' ? null : (
                    <>
                      {names.people[entry.person] ?? entry.person}
                      <small>{names.units[entry.unit] ?? entry.unit}</small>
                    </>
                  ),
                  entry.address || null,
                  entry.what === '' && entry.code === '' ? null : (
                    <>
                      {WHAT[entry.what] ?? <code>{entry.what}</code>}
                      <small>{WHY[entry.code] ?? entry.code}</small>
                    </>
                  ),
                  String(entry.count),
                ],
              }))}
            />
          )}
          <Pager path="/security-log" given={given} next={next} />
        </>
      ),
    };
  },
});
