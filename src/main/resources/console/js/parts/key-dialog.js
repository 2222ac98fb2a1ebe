import { html } from 'lit';
import { keepOpsKey, opsKey } from '../key.js';
import { View } from '../view.js';

/** Asks for the ops key. Fires `key-changed` when there is another. */
class KeyDialog extends View {
  open() {
    const dialog = this.querySelector('dialog');
    if (!dialog.open) dialog.showModal();
  }

  #submit(event) {
    event.preventDefault();
    keepOpsKey(event.submitter.value === 'forget' ? '' : new FormData(event.target).get('key').trim());
    event.target.reset();
    this.querySelector('dialog').close();
    this.dispatchEvent(new CustomEvent('key-changed'));
  }

  render() {
    return html`
      <dialog aria-labelledby="key-title">
        <form @submit=${this.#submit}>
          <h2 id="key-title">Ops key</h2>
          <p class="muted">One of the service’s <code>auth.opsKeys</code>. It stays in this tab and is forgotten when the tab is closed.</p>
          <label><span>Key</span><input type="password" name="key" autocomplete="off" spellcheck="false"></label>
          <div class="row">
            <button class="primary" value="keep">Use it</button>
            ${opsKey() ? html`<button value="forget">Forget it</button>` : ''}
            <button type="button" class="plain" @click=${() => this.querySelector('dialog').close()}>Cancel</button>
          </div>
        </form>
      </dialog>`;
  }
}

customElements.define('key-dialog', KeyDialog);
