/**
 * Rows of a list come and go without the page being loaded anew: what the button would send is sent, and the form that
 * comes back takes the place of this one. Without script the button sends it itself.
 */
{
  class FormRows extends HTMLElement {
    connectedCallback() {
      const form = this.closest('form');
      if (!form || form.dataset.rows) return;
      form.dataset.rows = 'here';
      form.addEventListener('click', (event) => {
        const button = event.target instanceof Element ? event.target.closest('button[name="_action"]') : null;
        const [action, row] = button?.value.split(/:(.*)/s) ?? [];
        if (action !== 'add' && action !== 'remove') return;
        event.preventDefault();
        void this.change(form, button, action, row);
      });
    }

    async change(form, button, action, row) {
      const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'));
      fields.append('_action', button.value);
      const answer = await fetch(form.action, {
        method: 'POST',
        body: fields,
        headers: { accept: 'text/html' },
      }).catch(() => undefined);
      const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : undefined;
      const next = page?.querySelector('form.act');
      if (!next) {
        // Signed out, or away: the browser sends it, and shows why.
        const own = Object.assign(document.createElement('input'), { type: 'hidden', name: '_action' });
        own.value = button.value;
        form.append(own);
        form.submit();
        return;
      }
      const list = action === 'add' ? row : row.replace(/\[\d+\]$/, '');
      form.replaceChildren(...next.childNodes);
      const rows = form.querySelector(`[data-rows="${CSS.escape(list)}"]`);
      const inLast = rows?.lastElementChild?.querySelector('input:not([type=hidden]), select, textarea');
      const adding = form.querySelector(`button[value="${CSS.escape(`add:${list}`)}"]`);
      (action === 'add' ? inLast : adding)?.focus();
    }
  }
  customElements.define('form-rows', FormRows);
}
