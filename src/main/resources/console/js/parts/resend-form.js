import { html, nothing } from 'lit';
import { beacon, post } from '../api.js';
import { View } from '../view.js';
import './problem-notice.js';

/** Sends one beacon again, on record. Fires `resent` with the beacon as it stands then. */
class ResendForm extends View {
  static properties = { beacon: {}, busy: { state: true }, problem: { state: true }, said: { state: true } };

  async #submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.busy = true;
    this.problem = this.said = undefined;
    try {
      const again = form.has('again');
      const body = { by: form.get('by').trim(), ...(again ? { again } : {}) };
      const sent = await post(`${beacon(this.beacon.id)}/resend`, JSON.stringify(body));
      this.said = `Sent again: ${sent.attempts.at(-1)?.outcome ?? 'under way'}.`;
      this.dispatchEvent(new CustomEvent('resent', { detail: sent }));
    } catch (failure) {
      this.problem = failure.problem ?? { title: 'The console failed', detail: failure.message };
    }
    this.busy = false;
  }

  render() {
    const { state } = this.beacon;
    if (state === 'claimed') return html`<p class="muted">Its delivery has not ended yet; it can be sent again when it has.</p>`;
    return html`
      <form class="page" @submit=${this.#submit}>
        ${state === 'delivered'
          ? html`<label><input type="checkbox" name="again" required> It was delivered: send it again although the receiver may count it twice.</label>`
          : nothing}
        <div class="row end">
          <label><span>Who asks (goes on record)</span><input name="by" required maxlength="128" autocomplete="name"></label>
          <button class="primary" ?disabled=${this.busy}>${this.busy ? 'Sending …' : 'Send again'}</button>
        </div>
        <p role="status">${this.said ?? ''}</p>
        ${this.problem ? html`<problem-notice .problem=${this.problem}></problem-notice>` : nothing}
      </form>`;
  }
}

customElements.define('resend-form', ResendForm);
