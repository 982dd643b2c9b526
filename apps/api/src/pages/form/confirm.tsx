import { ConfirmForm } from '../../ui/act-form.js';
import { factsOf } from '../../ui/facts.js';
import type { Pick } from '../../ui/input.js';
import type { Desk } from '../page.js';
import { inputsOf } from './filled.js';
import { actFrame, carriedBy, type FormView, NEW, placeOf } from './form.page.js';
import { offeredTo } from './offered.js';

/** What cannot be undone, once more in words before it is done. */
export async function confirmPage(desk: Desk, view: FormView, body: object): Promise<string> {
  const { register, command, form, filled, id } = view;
  const { input } = command;
  const { people, units } = await offeredTo(desk, input, undefined);
  const names = { people: namesOf(people), units: namesOf(units) };
  const own = form.id === NEW ? [{ title: register.idTitle ?? '编号', shown: id }] : [];
  return actFrame(
    desk,
    view,
    <ConfirmForm
      title={command.title}
      facts={[...own, ...factsOf(input, withNames(body, form.parties), names, { isInCapitals: true })]}
      action={placeOf(view).action}
      carried={[...carriedBy(view), ...(form.id === NEW ? [['_id', id] as const] : []), ...inputsOf(input, filled)]}
    />,
  );
}

/** Parties by their names: nobody knows them by their numbers. */
function withNames(body: object, parties: FormView['form']['parties']): object {
  const { partyIds } = body as { readonly partyIds?: readonly string[] };
  if (partyIds === undefined) return body;
  return { ...body, partyIds: partyIds.map((partyId) => parties.find(({ id }) => id === partyId)?.name ?? partyId) };
}

function namesOf(picks: readonly Pick[]): Record<string, string> {
  return Object.fromEntries(picks.map(({ value, text }) => [value, text.trim()]));
}
