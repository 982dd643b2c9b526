/** Below an amount: the same in Chinese capitals, while it is typed. Without script it stands there when the form comes back. */
{
  const DIGITS = '零壹贰叁肆伍陆柒捌玖';
  const PLACES = ['', '拾', '佰', '仟'];
  const GROUPS = ['', '万', '亿'];

  class MoneyWords extends HTMLElement {
    connectedCallback() {
      const input = document.getElementById(this.dataset.for);
      if (!(input instanceof HTMLInputElement)) return;
      this.setAttribute('aria-live', 'polite');
      input.addEventListener('input', () => {
        const words = MoneyWords.capitals(input.value);
        this.textContent = words === undefined ? '' : `大写：${words}`;
      });
    }

    /** As `capitals` of the fields writes an amount, here of what was typed in yuan; undefined where that is none. */
    static capitals(typed) {
      const plain = typed.normalize('NFKC').replace(/[,\s¥￥元]/g, '');
      const [, whole, parts = ''] = /^0*(\d{1,12})(?:\.(\d{0,2}))?$/.exec(plain) ?? [];
      if (whole === undefined) return undefined;
      const [jiao, cents] = parts.padEnd(2, '0').split('').map(Number);
      const yuan = MoneyWords.wholeIn(whole);
      if (yuan === '' && jiao === 0 && cents === 0) return '零元整';
      const tenths = jiao > 0 ? `${DIGITS[jiao]}角` : yuan !== '' && cents > 0 ? '零' : '';
      return `${yuan === '' ? '' : `${yuan}元`}${tenths}${cents > 0 ? `${DIGITS[cents]}分` : '整'}`;
    }

    /** One 零 stands for any run of zeros between two digits; a group of four ends where it has a digit. */
    static wholeIn(digits) {
      let words = '';
      let isGap = false;
      for (const [index, digit] of [...digits].entries()) {
        const place = digits.length - 1 - index;
        if (digit === '0') isGap = true;
        else {
          words += `${isGap && words !== '' ? '零' : ''}${DIGITS[Number(digit)]}${PLACES[place % 4]}`;
          isGap = false;
        }
        if (place % 4 === 0 && /[1-9]/.test(digits.slice(Math.max(0, index - 3), index + 1)))
          words += GROUPS[place / 4];
      }
      return words;
    }
  }
  customElements.define('money-words', MoneyWords);
}
