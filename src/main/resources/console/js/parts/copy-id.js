import { html, nothing, svg } from 'lit';
import { short } from '../format.js';
import { View } from '../view.js';

/** An id, shortened unless `whole`, linked if there is somewhere to go, with a button that copies it. */
class CopyId extends View {
  static properties = { value: {}, href: {}, what: {}, whole: { type: Boolean }, copied: { state: true } };

  async #copy() {
    if (!navigator.clipboard) return this.#select();
    await navigator.clipboard.writeText(this.value);
    this.copied = true;
    setTimeout(() => (this.copied = false), 1500);
  }

  /** Over plain http a page may not write to the clipboard: then the reader copies what is selected. */
  async #select() {
    this.whole = true;
    await this.updateComplete;
    getSelection().selectAllChildren(this.querySelector('code'));
  }

  render() {
    const text = html`<code title=${this.value}>${this.whole ? this.value : short(this.value)}</code>`;
    return html`<span class="copy">
      ${this.href ? html`<a href=${this.href}>${text}</a>` : text}
      <button type="button" aria-label="Copy ${this.what ?? 'id'}" title="Copy" @click=${this.#copy}>
        <svg viewBox="0 0 14 14" aria-hidden="true">
          ${this.copied
            ? svg`<path d="M2 7.5 5.5 11 12 3.5"/>`
            : svg`<path d="M5 4.5h7v8H5zM9 4.5v-3H2v8h3"/>`}
        </svg>
      </button>
      <span class="sr-only" role="status">${this.copied ? 'Copied' : nothing}</span>
    </span>`;
  }
}

customElements.define('copy-id', CopyId);
