/**
 * Beside a choice of people, units or records: what is typed narrows it to those whose names begin or read so (zba is
 * 张办案), as the server knows them. Without script the list is as long as it is.
 */
{
  const PAUSE_MS = 200;

  class PickList extends HTMLElement {
    connectedCallback() {
      if (this.firstChild) return;
      const chosen = document.getElementById(this.dataset.for);
      if (chosen instanceof HTMLSelectElement) this.beside(chosen);
      else if (chosen instanceof HTMLInputElement && chosen.list) this.within(chosen);
    }

    /** A field that narrows a list that opens. It has no name, and is not sent. */
    beside(select) {
      const find = Object.assign(document.createElement('input'), { type: 'search', autocomplete: 'off' });
      const title = select.getAttribute('aria-label') ?? select.labels?.[0]?.textContent ?? '';
      find.setAttribute('aria-label', `查找${title.replace('*', '')}`);
      find.placeholder = this.dataset.from === 'people' ? '姓名、拼音或者首字母' : '名称、拼音或者首字母';
      find.maxLength = 50;
      const said = document.createElement('span');
      said.className = 'hint';
      said.setAttribute('role', 'status');
      const all = [...select.options];
      find.addEventListener('keydown', (event) => {
        if (event.key === 'Enter') event.preventDefault();
      });
      this.ask(find, (picks) => {
        const kept = select.selectedOptions[0];
        const known = all.find(({ value }) => value === kept?.value) ?? kept;
        if (picks === undefined) {
          select.replaceChildren(...all);
          if (known && !all.includes(known)) select.append(known);
          said.textContent = '';
        } else {
          const options = picks.filter(({ value }) => value !== known?.value).map(optionOf);
          select.replaceChildren(all[0], ...(known?.value ? [known] : []), ...options);
          said.textContent = picks.length === 0 ? '没有找到' : `找到 ${picks.length} 个`;
        }
        if (known) select.value = known.value;
        // The only one there is, where nothing was chosen yet.
        if (picks?.length === 1 && select.value === '') select.value = picks[0].value;
      });
      this.append(find, said);
    }

    /** Other records are offered in an input that takes a number; what the one that is meant says beside it is filled in. */
    within(input) {
      const said = document.createElement('span');
      said.className = 'hint';
      said.setAttribute('role', 'status');
      this.append(said);
      this.ask(input, (picks) => {
        if (picks !== undefined) input.list?.replaceChildren(...picks.map(optionOf));
        const [only, other] = picks ?? [];
        const isMeant = only !== undefined && (other === undefined || only.value === input.value.trim());
        said.textContent = isMeant ? only.text : '';
        if (isMeant) this.give(only.row);
      });
    }

    /** Only where nobody has said it: what was given for another record gives way. */
    give(row) {
      this.given ??= new Map();
      for (const [name, own] of Object.entries(JSON.parse(this.dataset.gives ?? '{}'))) {
        const [beside] = document.getElementsByName(name);
        const value = row[own];
        if (beside === undefined || typeof value !== 'string') continue;
        if (beside.value !== '' && beside.value !== this.given.get(name)) continue;
        beside.value = value;
        this.given.set(name, value);
      }
    }

    ask(input, show) {
      let waiting;
      input.addEventListener('input', () => {
        clearTimeout(waiting);
        waiting = setTimeout(async () => {
          const typed = input.value.trim();
          if (typed === '') return show(undefined);
          const answer = await fetch(`/api/pick/${this.dataset.from}?q=${encodeURIComponent(typed)}`).catch(
            () => undefined,
          );
          if (!answer?.ok || input.value.trim() !== typed) return;
          const { people, units, records } = await answer.json();
          show(
            people?.map(({ id, name, unitName, standing }) => ({
              value: id,
              text: name,
              under: [unitName, standing],
            })) ??
              units?.map(({ unitId, name }) => ({ value: unitId, text: name, under: [] })) ??
              records.map(({ id, called, row }) => ({ value: id, text: called, under: [], row })),
          );
        }, PAUSE_MS);
      });
    }
  }

  function optionOf({ value, text, under }) {
    const more = under.filter(Boolean).join('，');
    return new Option(more === '' ? text : `${text}（${more}）`, value);
  }
  customElements.define('pick-list', PickList);
}
