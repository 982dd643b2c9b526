/*
 * What the law asks of those who act, row by row: the guards of a case (G), what real material added to them (F), and cases
 * from published rulings and reports that once came out wrong (C). Periods, ways of counting and formulas have tables of
 * their own. The domain holds each row; `npm run law:coverage` lists by which tests.
 */

export interface LawRow {
  readonly id: string;
  readonly says: string;
  readonly article: string;
  /** 尚未启用: why nothing holds it yet. */
  readonly notInUse?: string;
}

// biome-ignore format: a table is read by its lines
export const GUARDS: readonly LawRow[] = [
  { id: 'G01', says: '在册未回避的执法人员不少于两人，按证号计，证件有效期覆盖行为日', article: '行政处罚法42条1款' },
  { id: 'G02', says: '辅助人员不计数，人员属本机关或者经调用', article: '浙江省综合行政执法条例29、30条' },
  { id: 'G03', says: '事项由本机关认领，赋权乡镇的以赋权生效为限', article: '行政处罚法17、24条' },
  { id: 'G04', says: '追责时效', article: '行政处罚法36条' },
  { id: 'G05', says: '批准人是负责人，不是办案人员', article: '行政处罚法54、57条' },
  { id: 'G06', says: '不予立案须经负责人批准，理由在列', article: '行政处罚法54条；市监程序规定19、20条' },
  { id: 'G07', says: '回避：决定前不停止调查，决定后退出，不足两人的不得取证、决定', article: '行政处罚法43条' },
  { id: 'G08', says: '证据八类，查证属实才能采信，排除的不得引用', article: '行政处罚法46条' },
  { id: 'G09', says: '先行登记保存：事前批准，七个工作日内处理', article: '行政处罚法56条' },
  { id: 'G10', says: '查封、扣押：有授权、经批准、三十日、延长一次、不重复', article: '行政强制法16—25条' },
  { id: 'G11', says: '责令改正的内容具体', article: '行政处罚法28条' },
  { id: 'G12', says: '调查中才能中止，恢复即续计', article: '住建部令55号' },
  { id: 'G13', says: '延长：第一次三十日，第二次集体讨论，累计九十日', article: '行政处罚法60条' },
  { id: 'G14', says: '调查终结前措施已经处理或者说明', article: '行政处罚法56条；行政强制法27条' },
  { id: 'G15', says: '审核人员在库、合格，不办案、不主持听证；退回的再次送审', article: '行政处罚法58条' },
  { id: 'G16', says: '先终结、审核，再告知；达到标准的告知听证权；再次告知须有理由', article: '行政处罚法44、45、63条' },
  { id: 'G17', says: '陈述申辩须复核，不得因此加重', article: '行政处罚法45条' },
  { id: 'G18', says: '听证在五个工作日内申请', article: '行政处罚法64条(一)' },
  { id: 'G19', says: '听证七个工作日前通知，由非本案调查人员主持，公开', article: '行政处罚法64条(二)(三)(四)' },
  { id: 'G20', says: '重大、复杂的集体讨论，记录签字齐全', article: '行政处罚法57条2款' },
  { id: 'G21', says: '告知、陈述申辩、听证都已了结才能决定', article: '行政处罚法44、45、62、63、65条' },
  { id: 'G22', says: '最近一轮法制审核通过，经过听证的在听证以后', article: '行政处罚法58条' },
  { id: 'G23', says: '不重于告知，种类都告知过', article: '行政处罚法45条2款' },
  { id: 'G24', says: '罚款在罚则幅度和裁量阶次以内，偏离须理由，未成年人从轻、减轻', article: '行政处罚法30、32、34条' },
  { id: 'G25', says: '同一违法事实不二罚款，移送公安期间不罚款', article: '行政处罚法29条；国务院令310号11条' },
  { id: 'G26', says: '九十日（加延长、扣除）以内，逾期的确认并记程序瑕疵', article: '行政处罚法60条' },
  { id: 'G27', says: '不予处罚：首次违法查有无记录，须教育', article: '行政处罚法33条' },
  { id: 'G28', says: '七个工作日内送达，电子送达有确认书，公告送达在其他方式以后', article: '行政处罚法61条；民事诉讼法87—95条' },
  { id: 'G29', says: '平台案件决定即赋码，一决定一码，离线导入的不赋码', article: '行政行为码规则' },
  { id: 'G30', says: '未送达不公示，未成年人不公示，撤销的三个工作日内撤回', article: '行政处罚法48条' },
  { id: 'G31', says: '当场收缴限于68、69条的情形，有专用票据，收缴人不是决定人', article: '行政处罚法67—70条' },
  { id: 'G32', says: '延期、分期须有申请，各期合计等于应缴', article: '行政处罚法66条2款' },
  { id: 'G33', says: '加处罚款自到期次日起每日百分之三，不超过罚款，复议诉讼、分期停计', article: '行政处罚法72、73条3款' },
  { id: 'G34', says: '催告书面送达，缴款期满以后', article: '行政强制法35、38条' },
  { id: 'G35', says: '申请法院强制执行：期限已过、催告满十个工作日、在窗口以内、负责人签名', article: '行政强制法53—55条' },
  { id: 'G36', says: '结案理由与事实一致，措施已解除，公示已定', article: '行政处罚法47条；行政强制法28条' },
  { id: 'G37', says: '归档文书齐全，归档以后只更正、重启', article: '行政处罚法47条' },
  { id: 'G38', says: '版本不符的拒绝，同一命令只办一次', article: '工程' },
  { id: 'G39', says: '复议与诉讼不并行，2024年起当场处罚复议前置', article: '行政复议法23、29条' },
  { id: 'G40', says: '分析员只见脱敏的内容，查阅留痕', article: '行政处罚法50条；个人信息保护法' },
];

// biome-ignore format: a table is read by its lines
export const FIELD_RULES: readonly LawRow[] = [
  { id: 'F1', says: '义务不只是钱', article: '行政强制法35、50、53、54条；行政处罚法72条' },
  { id: 'F2', says: '事实不因算不出日子而被拒', article: '行政事实的客观性' },
  { id: 'F3', says: '他机关的结论有完整词表', article: '行政诉讼法69—79、89—91条；行政复议法62—69条；行诉解释128条' },
  { id: 'F4', says: '案件知道它的救济', article: '行政处罚法73条3款；行政强制法53条；行政诉讼法45、95、97条' },
  { id: 'F5', says: '率按程序计，不回改', article: '法释〔2020〕3号' },
  { id: 'F6', says: '期限与可为之日不得互斥', article: '行政处罚法48、61条' },
  { id: 'F7', says: '规则表里的开关都能拨动', article: '行政处罚法60条' },
  { id: 'F8', says: '旧法带最高法解释', article: '指导案例6号；〔2004〕行他字第1号' },
  { id: 'F9', says: '人名、名称、编号先规范再比较', article: 'GB/T 9704' },
  { id: 'F10', says: '外来编号不是内部标识', article: '各机关实际编号' },
  { id: 'F11', says: '谁是自然人由种类说，不由字数猜', article: '个人信息保护法' },
  { id: 'F12', says: '同一性看内容', article: '一文号一决定、一票据一收款' },
  { id: 'F13', says: '校验位是线索不是身份', article: 'GB 32100' },
  { id: 'F14', says: '一案多人多决定', article: '行政处罚法59条' },
  { id: 'F15', says: '报表形状属于年度与地区', article: '各地年报' },
  { id: 'F16', says: '不得绕过听证、讨论、送达', article: '行政处罚法48、57、63、64条' },
];

// biome-ignore format: a table is read by its lines
export const FIELD_CASES: readonly LawRow[] = [
  { id: 'C02', says: '罚款缴清而土地未退还，单就行为申请执行', article: '行政强制法53条' },
  { id: 'C05', says: '终审以后申请执行', article: '行诉解释153条' },
  { id: 'C07', says: '旧法时期没收的听证权', article: '指导案例6号' },
  { id: 'C08', says: '2015年立案的案件今天补录', article: '行政处罚法60条' },
  { id: 'C10', says: '发回重审', article: '行政诉讼法89条' },
  { id: 'C13', says: '年报的分类、列次属于年度与地区', article: '各地年报' },
  { id: 'C15', says: '出庭率按审级、按年', article: '法释〔2020〕3号' },
  { id: 'C17', says: '分管的副职级别负责人出庭', article: '法释〔2020〕3号2条' },
  { id: 'C19', says: '校验位不符的实有代码', article: 'GB 32100' },
  { id: 'C21', says: '空白与不可见字符', article: '查询习惯' },
  { id: 'C22', says: '案号按自然序', article: 'GB/T 9704' },
  { id: 'C25', says: '同一幂等键不同正文', article: '幂等键惯例' },
  { id: 'C26', says: '第二当事人的姓名也掩码', article: '个人信息保护法' },
  { id: 'C28', says: '公告送达以后公示不逾期', article: '行政处罚法48、61条' },
  { id: 'C29', says: '公告告知不计入办案期限', article: '行政处罚法60条' },
  { id: 'C30', says: '带汉字、括号的编号', article: '各机关实际编号' },
  { id: 'C31', says: '五万元须集体讨论', article: '行政处罚法57条2款' },
  { id: 'C32', says: '同一决定由几个来源单号导入', article: '一文号一决定' },
  { id: 'C33', says: '复议延期期间不得起诉', article: '行政复议法29、62条' },
  { id: 'C37', says: '违停走普通程序，年报恒等式仍成立', article: '各地年报' },
  { id: 'C38', says: '2012年决定的执行窗口', article: '行政诉讼法（1989）39条' },
];

export const LAW_ROWS: readonly LawRow[] = [...GUARDS, ...FIELD_RULES, ...FIELD_CASES];
