import type { ReportSection } from '#enforcement';
import { areaOf, type Figures, type Piece, type ReportRequest, type Section } from './parts.js';
import { byName, paragraphOf } from './prose.js';
import { type Place, REGISTER_SENTENCES } from './register-sentences.js';
import { planSections } from './targets.js';
import { over, roughly, written } from './written.js';

/** The sentences of the report, in those of the published one. */
export function sectionsOf(request: ReportRequest, figures: Figures): Section[] {
  const f = (key: string, text = written(figures[key]!)): Piece => ({ figure: key, text });
  const n = (key: string) => figures[key]!.numerator;
  const value = (key: string) => figures[key]!.value;
  const allFull = (keys: readonly string[]) => keys.every((key) => value(key) === 1);
  const year = `${request.year}年`;
  const core = allFull(['coordinationRate', 'leadRate', 'codingRate'])
    ? line`${areaOf(request)}${f('coordinationRate', '执法协同响应率')}、${f('leadRate', '平台线索回应率')}、${f('codingRate', '行政处罚赋码率')}等核心指标均达100%。`
    : line`${areaOf(request)}执法协同响应率${f('coordinationRate')}、平台线索回应率${f('leadRate')}、行政处罚赋码率${f('codingRate')}。`;
  const rules = allFull(['reviewRate', 'publicationRate'])
    ? line`严格落实行政执法三项制度，实现普通程序案件${f('reviewRate', '法制审核率')}、处罚结果信息${f('publicationRate', '按规定公示率')}两个100%。`
    : line`严格落实行政执法三项制度，普通程序案件法制审核率${f('reviewRate')}，处罚结果信息按规定公示率${f('publicationRate')}。`;
  const transfers = line`${year}共移送公安机关案件${f('transfersSent')}件，接收检察机关、公安机关移送案件${f('referralsReceived')}件。`;
  const ordinary = line`普通程序案件共立案${f('filedOrdinary')}件，办结${f('closedOrdinary')}件，共罚没款${f('decidedOrdinaryFen')}万元，举行听证案件${f('hearings')}件，申请法院强制执行${f('courtApplications')}件`;
  const parking = line`其中交通违停案件${f('closedParking')}件，累计罚没款${f('decidedParkingFen')}万元`;
  const summary = line`简易程序案件共办结${f('closedSummary')}件，${parking}，市容环境、工商管理等领域简易程序案件${f('closedSummaryOther')}件，累计罚没款${f('decidedSummaryOtherFen')}万元`;
  const cases = line`${year}，全局共办结案件${f('closed')}件(含简易程序案件)。其中${ordinary}；${summary}。`;
  const reviewed = value('reviewRate') === 1 ? '所有普通程序案件均经过法制审核，' : '';
  const reviews = line`${reviewed}全年共审核普通程序案卷${f('reviewSubmissions', roughly(n('reviewSubmissions')))}件次。`;
  const carried = line`含结转复议案件${f('reconsiderationCarried')}件，诉讼案件${f('litigationCarried')}件`;
  const reconsideration = line`其中新立案行政复议案件${f('reconsiderationNew')}件，撤回申请${f('reconsiderationWithdrawn')}件`;
  const ended = line`撤诉${f('litigationNewWithdrawn')}件，驳回或维持原判${f('litigationNewUpheld')}件，审理中${f('litigationNewPending')}件`;
  const lost =
    n('litigationLost') === 0 ? line`${f('litigationLost', '无行政败诉案件')}` : line`行政败诉${f('litigationLost')}件`;
  const remedies = line`全年共办理行政复议、诉讼案件${f('remedies')}件(${carried})，${reconsideration}。新提起行政诉讼案件${f('litigationNew')}件，${ended}，${lost}。机关负责人${f('appearanceRate')}出庭应诉。`;
  const writing = {
    f,
    about: (key: string, step?: number) => f(key, roughly(n(key), step)),
    over: (key: string) => f(key, over(value(key))),
    count: n,
    value,
    area: areaOf(request),
    line,
  };
  /** The sentences of the registers that stand here, one after the other, as one paragraph; none where none has anything to say. */
  const of = (place: Place): Piece[][] => {
    const said = REGISTER_SENTENCES.filter(({ at, needs }) => at === place && n(needs) > 0);
    return said.length === 0 ? [] : [line`${said.flatMap(({ says }) => says(writing))}`];
  };
  const names = byName(figures);
  const own = new Map((request.written ?? []).map((one) => [one.section, one]));
  /** A section as the unit wrote it, else by the sentences that stand for its figures; none where there is nothing to say. */
  const section = (of: ReportSection, heading: string, ...paragraphs: Piece[][]): Section[] => {
    const written = own.get(of);
    if (written === undefined) return paragraphs.length === 0 ? [] : [{ heading, level: 2, paragraphs }];
    const { pieces } = paragraphOf(written.words, names);
    return [{ heading: written.heading ?? heading, level: 2, paragraphs: [pieces] }];
  };
  const chapter = (heading: string): Section => ({ heading, level: 1, paragraphs: [] });
  return [
    ...section('OPENING', ''),
    chapter('一、基本情况'),
    ...section('REFORM', '(一)深化“大综合一体化”行政执法改革', ...of('REFORM'), core),
    ...section('STANDARDS', '(二)推进综合行政执法规范化建设', ...of('STANDARDS'), rules),
    ...section('JUSTICE', '(三)加强和规范行刑衔接工作', ...of('JUSTICE'), transfers),
    ...section('CASES', '(四)加强行政执法案件办理', cases, reviews, ...of('CASES')),
    ...section('SUPPORT', '(五)加强队伍建设和执法保障工作', ...of('SUPPORT')),
    chapter('二、存在问题'),
    ...section('REMEDIES', '(一)行政复议诉讼情况', remedies),
    ...section('SUPERVISION', '(二)执法监督通知情况', ...of('SUPERVISION')),
    ...planSections(request.nextPlan),
  ];
}

/** A sentence of words and figures: words that follow one another are one piece. */
function line(words: TemplateStringsArray, ...parts: readonly (Piece | readonly Piece[])[]): Piece[] {
  const pieces: Piece[] = [];
  for (const piece of words.flatMap((word, index): Piece[] => [word, ...[parts[index] ?? []].flat()])) {
    const last = pieces.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') pieces[pieces.length - 1] = last + piece;
    else if (piece !== '') pieces.push(piece);
  }
  return pieces;
}
