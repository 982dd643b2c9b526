import { STATUS, type StatusAnswer } from '../questions/status.js';
import { Amounts } from '../ui/amounts.js';
import { grouped, moment } from '../ui/format.js';
import { Table } from '../ui/table.js';
import { Tag } from '../ui/tag.js';
import { page } from './page.js';

/** 运行状态: how the house itself runs, for the administrator. */
export const statusPage = page({
  path: 'status',
  parameters: STATUS.parameters,
  here: '/status',
  show: async ({ ask }) => {
    const status = await ask(STATUS, {});
    return {
      title: '运行状态',
      body: (
        <>
          <h1>
            运行状态
            <small>截至 {moment(status.at)}；打开一次看一次，刷新即是最新</small>
          </h1>
          <Amounts
            amounts={[
              ['日志末尾的位置', grouped(status.head)],
              ['最近一次记录', status.headAt === null ? '—' : moment(status.headAt)],
              ['停放的键', grouped(status.parked.length)],
              ['待处理的死信', <a href="/status/dead-letters?state=open">{grouped(status.deadLetters.open)}</a>],
            ]}
          />
          <Followers followers={status.followers} />
          <ReadModels models={status.readModels} parked={status.parked} />
          <Exchange status={status} />
        </>
      ),
    };
  },
});

function Followers({ followers }: { readonly followers: StatusAnswer['followers'] }) {
  return (
    <section aria-labelledby="followers">
      <h2 id="followers">后台各部分</h2>
      {followers.length === 0 ? (
        <p class="nothing">没有进程在报告：worker 没有运行，或者刚刚启动。</p>
      ) : (
        <Table
          caption="后台各部分、所在进程和进度"
          hidesCaption
          columns={[
            { title: '部分', isHead: true },
            { title: '情况' },
            { title: '落后事件', isNumber: true },
            { title: '位置', isNumber: true },
            { title: '进程' },
            { title: '报告时间', isOneLine: true },
          ]}
          rows={followers.map(({ name, title, process, at, stateTitle, isWell, position, lag, lastError }) => ({
            key: `${name} ${process}`,
            cells: [
              title,
              <>
                <Tag tone={isWell ? 'good' : 'late'}>{stateTitle}</Tag>
                {lastError === null ? null : <small> {lastError}</small>}
              </>,
              lag === null ? null : grouped(lag),
              position === null ? null : grouped(position),
              process,
              moment(at),
            ],
          }))}
        />
      )}
    </section>
  );
}

function ReadModels({
  models,
  parked,
}: {
  readonly models: StatusAnswer['readModels'];
  readonly parked: StatusAnswer['parked'];
}) {
  return (
    <section aria-labelledby="read-models">
      <h2 id="read-models">读模型</h2>
      {models.length === 0 ? (
        <p class="nothing">没有进程在维护读模型。</p>
      ) : (
        <Table
          caption="各读模型的情况"
          hidesCaption
          columns={[
            { title: '读模型', isHead: true },
            { title: '情况' },
            { title: '位置', isNumber: true },
            { title: '停放的键', isNumber: true },
          ]}
          rows={models.map(({ name, title, state, stateTitle, position, percent, parkedKeys, lastError }) => ({
            key: name,
            cells: [
              <>
                {title} <small>{name}</small>
              </>,
              <>
                <Tag tone={state === 'following' ? 'good' : 'near'}>
                  {stateTitle}
                  {percent === null ? '' : ` ${percent}%`}
                </Tag>
                {lastError === null ? null : <small> {lastError}</small>}
              </>,
              grouped(position),
              grouped(parkedKeys),
            ],
          }))}
        />
      )}
      {parked.length === 0 ? null : (
        <Table
          caption="停放的键：读模型遇到它们的某个事件出错，其余照常；修复后重建该读模型即恢复"
          columns={[
            { title: '键', isHead: true },
            { title: '读模型' },
            { title: '出错的事件' },
            { title: '位置', isNumber: true },
            { title: '错误' },
            { title: '首次出错', isOneLine: true },
          ]}
          rows={parked.map(({ readModel, title, key, stream, position, eventType, firstSeenAt, error }) => ({
            key: `${readModel} ${key}`,
            cells: [key, title, `${eventType}（${stream}）`, grouped(position), error, moment(firstSeenAt)],
          }))}
        />
      )}
    </section>
  );
}

function Exchange({ status: { systems, brokerError, deadLetters } }: { readonly status: StatusAnswer }) {
  return (
    <section aria-labelledby="exchange">
      <h2 id="exchange">收件箱</h2>
      {systems === null ? (
        <p class="nothing">没有设置 KAFKA_BROKERS：不与其他系统交换消息。</p>
      ) : systems.length === 0 ? (
        <p class="nothing">没有设置 ANJUAN_SENDERS：没有系统可以发来消息。</p>
      ) : (
        <>
          {brokerError === null ? null : (
            <p class="fault" role="alert">
              看不到消息队列：{brokerError}
            </p>
          )}
          <Table
            caption="对接系统和尚未处理的消息"
            hidesCaption
            columns={[
              { title: '系统', isHead: true },
              { title: '可以发送' },
              { title: '主题' },
              { title: '尚未处理', isNumber: true },
            ]}
            rows={systems.map(({ id, title, topic, kinds, behind }) => ({
              key: id,
              cells: [title, kinds.join('、'), <code>{topic}</code>, behind === null ? '—' : grouped(behind)],
            }))}
          />
        </>
      )}
      <p class="formats">
        <a href="/status/dead-letters?state=open">待处理的死信 {grouped(deadLetters.open)} 封</a>
        <a href="/status/dead-letters?state=asked">等待重放 {grouped(deadLetters.asked)} 封</a>
        <a href="/status/dead-letters">
          全部 {grouped(deadLetters.open + deadLetters.asked + deadLetters.done + deadLetters.givenUp)} 封
        </a>
      </p>
    </section>
  );
}
