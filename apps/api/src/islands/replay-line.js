/**
 * The life of a record as a line: drawn to a moment, or played from there to the end. Each moment is the page that its
 * address gives; without script there are 上一版 and 下一版.
 */
{
  const STEP_MS = 1_500;

  class ReplayLine extends HTMLElement {
    connectedCallback() {
      if (this.firstChild) return;
      const { here, end, at } = this.dataset;
      this.range = Object.assign(document.createElement('input'), { type: 'range', min: '0', max: end, value: at });
      this.range.setAttribute('aria-label', '版本');
      this.button = Object.assign(document.createElement('button'), { type: 'button', className: 'quiet' });
      this.button.textContent = '播放';
      this.said = document.createElement('output');
      this.here = here;
      this.say();
      this.range.addEventListener('input', () => this.say());
      this.range.addEventListener('change', () => {
        this.stop();
        void this.show();
      });
      this.button.addEventListener('click', () => (this.timer === undefined ? this.play() : this.stop()));
      this.append(this.button, this.range, this.said);
    }

    say() {
      this.said.textContent = `版本 ${this.range.value} / ${this.range.max}`;
    }

    play() {
      if (this.range.value === this.range.max) this.range.value = '0';
      else this.range.stepUp();
      this.button.textContent = '停';
      this.timer = 0;
      const step = async () => {
        this.say();
        await this.show();
        if (this.timer === undefined) return;
        if (this.range.value === this.range.max) return this.stop();
        this.timer = setTimeout(() => {
          this.range.stepUp();
          void step();
        }, STEP_MS);
      };
      void step();
    }

    stop() {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.button.textContent = '播放';
    }

    /** Puts the page of the moment in the place of this one; the line itself stays. */
    async show() {
      const address = `${this.here}?asOf=${this.range.value}`;
      const answer = await fetch(address, { headers: { accept: 'text/html' } }).catch(() => undefined);
      const next =
        answer?.ok && new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
      const line = next ? next.querySelector('replay-line') : null;
      if (!line) {
        // Signed out, or away: the browser shows why.
        location.assign(address);
        return;
      }
      const main = document.querySelector('main');
      const focused = document.activeElement;
      line.replaceWith(this);
      main.replaceChildren(...next.childNodes);
      history.replaceState(null, '', address);
      if (focused instanceof HTMLElement && this.contains(focused)) focused.focus();
    }
  }
  customElements.define('replay-line', ReplayLine);
}
