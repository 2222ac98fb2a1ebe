import { html } from 'lit';
import { View } from '../view.js';

/** A few values of which one is chosen. Fires `choose` with the value as detail. */
class ChoiceButtons extends View {
  static properties = { label: {}, options: {}, value: {} };

  #choose(value) {
    this.dispatchEvent(new CustomEvent('choose', { detail: value }));
  }

  render() {
    return html`<div class="choice" role="group" aria-label=${this.label}>
      ${this.options.map(
        ([value, word]) => html`
          <button type="button" aria-pressed=${String(value === this.value)} @click=${() => this.#choose(value)}>
            ${word}
          </button>`,
      )}
    </div>`;
  }
}

customElements.define('choice-buttons', ChoiceButtons);
