import { commandNamed, type Proposal, Proposal as ProposalRow, ReviseProposal } from '#enforcement';
import { factsOf, Group } from '../../ui/facts.js';
import type { Slots } from '../slot.js';
import { revisingHref } from './desk.js';

/** What says which act of which register it is: the title and the record say it in words. */
const OF_THE_PROGRAM = ['register', 'act', 'input', 'concerns', 'waitsFor', 'title'];

/** What a proposal shows beyond its declaration: the act as its own form says it. */
export const PROPOSAL_SLOTS: Slots = {
  facts: ({ row, names }) => {
    const { register, act, input } = row as unknown as Proposal;
    return (
      <div class="state">
        <Group title="呈批件" facts={factsOf(ProposalRow, row, names, { except: OF_THE_PROGRAM })} />
        <Group
          title="呈批内容"
          facts={factsOf(commandNamed(register, act)!.input, input, names, { isInCapitals: true })}
        />
      </div>
    );
  },
  // It is mended in the form of the act itself.
  formOf: ({ id, row }, command) =>
    command === ReviseProposal.name ? revisingHref(row as unknown as Proposal, id) : undefined,
};
