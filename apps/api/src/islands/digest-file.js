/**
 * Beside the input of a SHA-256: a file is chosen, and its digest is worked out in the browser and filled in. The file
 * goes nowhere. Without script, or where the browser works out no digests (no HTTPS), it is typed.
 */
{
  /** A file is read into memory as a whole. */
  const MAX_BYTES = 512 * 1024 * 1024;

  class DigestFile extends HTMLElement {
    connectedCallback() {
      const input = document.getElementById(this.dataset.for);
      if (!(input instanceof HTMLInputElement) || !globalThis.crypto?.subtle || this.firstChild) return;
      const label = document.createElement('label');
      label.className = 'hint';
      label.textContent = '选取文件，在本机计算后填入（文件不上传）';
      const chosen = document.createElement('input');
      chosen.type = 'file';
      label.append(chosen);
      const status = document.createElement('span');
      status.className = 'hint';
      status.setAttribute('role', 'status');
      chosen.addEventListener('change', async () => {
        const file = chosen.files?.[0];
        if (!file) return;
        if (file.size > MAX_BYTES) {
          status.textContent = '文件超过 512 MB，请用其他工具计算后填写';
          return;
        }
        status.textContent = '正在计算……';
        try {
          const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
          input.value = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
          input.dispatchEvent(new Event('input', { bubbles: true }));
          status.textContent = `已填入“${file.name}”的SHA-256`;
        } catch {
          status.textContent = '读不出这个文件，请重新选取，或者用其他工具计算后填写';
        }
      });
      this.append(label, status);
    }
  }
  customElements.define('digest-file', DigestFile);
}
