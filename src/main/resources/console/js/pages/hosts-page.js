import { html } from 'lit';
import { get } from '../api.js';
import { Loading } from '../loading.js';
import '../parts/choice-buttons.js';
import { hostsTable } from '../parts/hosts-table.js';
import { go } from '../router.js';
import { View } from '../view.js';

const PERIODS = [[5, '5 min'], [15, '15 min'], [60, '1 h'], [1440, '24 h']];

/** Every receiver: failing ones first, then the busiest. */
class HostsPage extends View {
  static properties = { query: {} };

  #hosts = new Loading(this, signal => get('/v1/hosts', { minutes: this.#minutes }, signal));

  get #minutes() {
    return Number(this.query.minutes) || 15;
  }

  willUpdate(changed) {
    if (changed.has('query')) this.#hosts.run();
  }

  render() {
    return html`
      <div class="page">
        <div class="head">
          <h1>Hosts</h1>
          <button @click=${() => this.#hosts.run()}>Refresh</button>
          <choice-buttons label="Period" .options=${PERIODS} .value=${this.#minutes}
            @choose=${event => go(['hosts'], { minutes: event.detail })}></choice-buttons>
        </div>
        ${this.#hosts.show(({ hosts, minutes }) =>
          hosts.length
            ? html`<section class="card" aria-label="Hosts">${hostsTable(hosts, 'Hosts, failing ones first')}</section>`
            : html`<div class="card empty"><strong>No host was called in the last ${minutes} minutes.</strong></div>`)}
      </div>`;
  }
}

customElements.define('hosts-page', HostsPage);
