/** A question the law, as loaded, cannot answer: a day that does not exist, an extension the article does not allow. */
export class StatutesError extends Error {
  override readonly name: string = 'StatutesError';
}

/** The State Council has not published this year's holidays, so no working day in it can be known. Never guessed. */
export class UnpublishedYearError extends StatutesError {
  override readonly name = 'UnpublishedYearError';
  readonly year: number;

  constructor(year: number, covered: { first: number; last: number }) {
    super(
      `${year}年的放假调休安排不在日历中（现有${covered.first}年至${covered.last}年），无法计算工作日；` +
        `请待国务院办公厅公布后更新日历，或在单位配置 calendar 中录入${year}年的通知。`,
    );
    this.year = year;
  }
}

/** One thing wrong with a bureau's configuration. */
export interface ConfigurationProblem {
  /** Where: `deadlines[2].length`. */
  readonly path: string;
  /** Line in the text, when the configuration came as text; counts from 1. */
  readonly line?: number;
  /** The rule or parameter the entry is about, if it could be told. */
  readonly rule?: string;
  readonly expected: string;
  readonly found: string;
}

/** A bureau's configuration is refused as a whole; `problems` lists everything that is wrong with it. */
export class StatutesConfigurationError extends StatutesError {
  override readonly name = 'StatutesConfigurationError';
  readonly problems: readonly ConfigurationProblem[];

  constructor(problems: readonly ConfigurationProblem[]) {
    super(`法规配置有误，未载入任何内容：\n${problems.map(sentence).join('\n')}`);
    this.problems = problems;
  }
}

function sentence({ path, line, rule, expected, found }: ConfigurationProblem): string {
  const where = line === undefined ? path : `第${line}行 ${path}`;
  return `  ${where}${rule === undefined ? '' : `（${rule}）`}：应为${expected}，实为${found}`;
}
