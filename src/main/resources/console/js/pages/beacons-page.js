import { html, nothing } from 'lit';
import { get } from '../api.js';
import { Loading } from '../loading.js';
import '../parts/beacon-filters.js';
import { beaconsTable } from '../parts/beacons-table.js';
import '../parts/export-panel.js';
import { go, link } from '../router.js';
import { View } from '../view.js';

const PAGE = 50;

/** The audit, newest first. Filters and page are in the address. */
class BeaconsPage extends View {
  static properties = { query: {} };

  #beacons = new Loading(this, signal => get('/v1/beacons', { limit: PAGE, ...this.query }, signal));

  willUpdate(changed) {
    if (changed.has('query')) this.#beacons.run();
  }

  #table({ beacons, nextCursor }) {
    const { cursor, ...filters } = this.query;
    if (!beacons.length) return this.#empty(cursor, Object.keys(filters).length);
    return html`
      <section class="card" aria-label="Beacons">
        ${beaconsTable(beacons, 'Beacons, newest first')}
        <div class="foot">
          <span class="muted">${beacons.length} on this page</span>
          <span class="row">
            ${cursor ? html`<a href=${link(['beacons'], filters)}>Newest</a>` : nothing}
            ${nextCursor ? html`<a class="older" href=${link(['beacons'], { ...filters, cursor: nextCursor })}>Older →</a>` : nothing}
          </span>
        </div>
      </section>`;
  }

  #empty(cursor, filtered) {
    return html`<div class="card empty">
      ${cursor
        ? html`<strong>There are no older beacons.</strong>`
        : filtered
          ? html`<strong>No beacon passes these filters.</strong>
              <span>Names must match exactly. What never fired is not here: open its session to read why.</span>`
          : html`<strong>No beacon is on record yet.</strong>
              <span>The first appears when a playhead reaches an ad.</span>`}
      ${filtered || cursor ? html`<a href=${link(['beacons'])}>Show all</a>` : nothing}
    </div>`;
  }

  render() {
    const { cursor, limit, ...filters } = this.query;
    return html`
      <div class="page">
        <div class="head">
          <h1>Beacons</h1>
          <button @click=${() => this.#beacons.run()}>Refresh</button>
          <a href=${link(['tail'], withoutTimes(filters))}>Follow live</a>
        </div>
        <div class="card card-body">
          <beacon-filters .query=${filters} times @filter=${event => go(['beacons'], event.detail)}></beacon-filters>
        </div>
        ${this.#beacons.show(page => this.#table(page))}
        <export-panel .filters=${filters}></export-panel>
      </div>`;
  }
}

const withoutTimes = ({ from, to, ...filters }) => filters;

customElements.define('beacons-page', BeaconsPage);
