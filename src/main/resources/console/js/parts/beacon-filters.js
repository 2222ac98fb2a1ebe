import { html, nothing } from 'lit';
import { fromLocalInput, toLocalInput } from '../format.js';
import { stateWord, STATES } from '../states.js';
import { View } from '../view.js';

const EVENTS = 'impression creativeView start firstQuartile midpoint thirdQuartile complete progress pause resume mute unmute rewind skip clickTracking breakStart breakEnd error'.split(' ');

/** The filters that searches, exports and the tail have in common. Fires `filter` with the query. */
class BeaconFilters extends View {
  static properties = { query: {}, times: { type: Boolean } };

  #submit(event) {
    event.preventDefault();
    const said = Object.fromEntries(new FormData(event.target));
    if (this.times) {
      said.from = fromLocalInput(said.from);
      said.to = fromLocalInput(said.to);
    }
    this.#tell(Object.fromEntries(Object.entries(said).map(([name, value]) => [name, value.trim()])));
  }

  #tell(query) {
    this.dispatchEvent(new CustomEvent('filter', { detail: query }));
  }

  #text(name, word, list) {
    return html`<label><span>${word}</span>
      <input name=${name} .value=${this.query[name] ?? ''} list=${list ?? nothing} autocomplete="off" spellcheck="false">
    </label>`;
  }

  #moment(name, word) {
    return html`<label class="moment"><span>${word}</span>
      <input type="datetime-local" step="1" name=${name} .value=${toLocalInput(this.query[name])}>
    </label>`;
  }

  render() {
    return html`
      <form class="filters" aria-label="Filter beacons" @submit=${this.#submit}>
        <label><span>State</span>
          <select name="state" .value=${this.query.state ?? ''}>
            <option value="">any</option>
            ${STATES.filter(state => state !== 'suppressed').map(
              state => html`<option value=${state} ?selected=${state === this.query.state}>${stateWord(state)}</option>`,
            )}
          </select>
        </label>
        ${this.#text('event', 'Event', 'events')}
        <datalist id="events">${EVENTS.map(event => html`<option value=${event}></option>`)}</datalist>
        ${this.#text('host', 'Host')} ${this.#text('session', 'Session')} ${this.#text('ad', 'Ad')}
        ${this.#text('break', 'Break')} ${this.#text('campaign', 'Campaign')}
        ${this.times ? [this.#moment('from', 'Claimed from'), this.#moment('to', 'Claimed before')] : nothing}
        <div class="actions">
          <button class="primary">Filter</button>
          <button type="button" @click=${() => this.#tell({})}>Reset</button>
        </div>
      </form>`;
  }
}

customElements.define('beacon-filters', BeaconFilters);
