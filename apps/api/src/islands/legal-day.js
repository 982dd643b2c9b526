/**
 * Beside a form: which periods of the law run from the day of the act, with their last day, while that day is typed. The
 * server works them out; without script they are those of today, and of the day typed once the form comes back.
 */
{
  class LegalDay extends HTMLElement {
    connectedCallback() {
      const input = document.getElementById(this.dataset.for);
      if (!(input instanceof HTMLInputElement) || input.dataset.watched) return;
      input.dataset.watched = 'here';
      const help = this.closest('.act-help');
      help?.setAttribute('aria-live', 'polite');
      input.addEventListener('change', async () => {
        const day = input.value;
        if (day === '') return;
        const answer = await fetch(`${this.dataset.address}?on=${encodeURIComponent(day)}`, {
          headers: { accept: 'text/html' },
        }).catch(() => undefined);
        const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : undefined;
        const next = page?.querySelector('.act-help');
        // What was typed since has been asked for as well.
        if (next && input.value === day) help?.replaceChildren(...next.childNodes);
      });
    }
  }
  customElements.define('legal-day', LegalDay);
}
