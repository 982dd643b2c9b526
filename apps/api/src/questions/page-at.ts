import { InvalidQueryError } from '#eventsourcing';
import { badInput } from '#platform';

/**
 * A page of a list that goes on at the cursor of the page before. Throws ProblemError 400 when the cursor is another
 * list's or made up; what else a query could have wrong was found when it was read.
 */
export async function pageAt<Page>(cursor: string | undefined, page: Promise<Page>): Promise<Page> {
  try {
    return await page;
  } catch (error) {
    if (cursor === undefined || !(error instanceof InvalidQueryError)) throw error;
    throw badInput([{ path: 'cursor', message: '应为同一列表、同一排序的上一页给出的 next' }]);
  }
}
