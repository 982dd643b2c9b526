import { ConfirmForm } from '../../ui/act-form.js';
import { factsOf } from '../../ui/facts.js';
import type { Pick } from '../../ui/input.js';
import type { Desk } from '../page.js';
import { withPartyNames } from '../party-names.js';
import { inputsOf } from './filled.js';
import { actFrame, carriedBy, type FormView, NEW, placeOf } from './form.page.js';
import { offeredTo } from './offered.js';

/** What cannot be undone, once more in words before it is done. */
export async function confirmPage(desk: Desk, view: FormView, body: object): Promise<string> {
  const { register, command, form, filled, id } = view;
  const { input } = command;
  const { people, units } = await offeredTo(desk, input, undefined);
  const names = { people: namesOf(people), units: namesOf(units) };
  const parties = form.parties.map(({ id: partyId, name }) => ({ partyId, name }));
  const own = form.id === NEW ? [{ title: register.idTitle ?? '编号', shown: id }] : [];
  return actFrame(
    desk,
    view,
    <ConfirmForm
      title={command.title}
      facts={[...own, ...factsOf(input, withPartyNames(body, parties), names, { isInCapitals: true })]}
      action={placeOf(view).action}
      carried={[...carriedBy(view), ...(form.id === NEW ? [['_id', id] as const] : []), ...inputsOf(input, filled)]}
    />,
  );
}

function namesOf(picks: readonly Pick[]): Record<string, string> {
  return Object.fromEntries(picks.map(({ value, text }) => [value, text.trim()]));
}
