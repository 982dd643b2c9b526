import type { Offered } from '../../ui/input.js';

export interface ProposePartProps {
  readonly offered: Offered;
  readonly forId: string;
  readonly opinion: string;
  readonly wrong: readonly string[];
  /** The proposal that was returned and is mended here. */
  readonly proposalId: string | undefined;
}

/** The end of an officer's form: to whom the act is proposed. It works without script. */
export function ProposePart({ offered, forId, opinion, wrong, proposalId }: ProposePartProps) {
  return (
    <fieldset class="input object">
      <legend>呈批</legend>
      {proposalId === undefined ? null : <input type="hidden" name="_proposal" value={proposalId} />}
      <div class={wrong.length > 0 ? 'input wrong' : 'input'}>
        <label for="_for">呈批给</label>
        {wrong.map((message) => (
          <p key={message} class="fault" id="_for-fault">
            {message}
          </p>
        ))}
        <select id="_for" name="_for" aria-describedby={wrong.length > 0 ? '_for-fault' : undefined}>
          <option value="">请选择机关负责人</option>
          {offered.leaders.map(({ value, text, under }) => (
            <option key={value} value={value} selected={value === forId}>
              {under === undefined || under === '' ? text : `${text}（${under}）`}
            </option>
          ))}
        </select>
      </div>
      <div class="input">
        <label for="_opinion">呈批意见</label>
        <textarea id="_opinion" name="_opinion" rows={2}>
          {opinion}
        </textarea>
      </div>
      <p class="sends">
        <button type="submit" name="_action" value="propose">
          呈批
        </button>
      </p>
    </fieldset>
  );
}
