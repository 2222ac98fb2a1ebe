import { html, nothing } from 'lit';
import { get } from '../api.js';
import { count, percent, rate, time } from '../format.js';
import { Loading } from '../loading.js';
import { funnelChart, statesChart } from '../parts/bars.js';
import '../parts/choice-buttons.js';
import { hostsTable } from '../parts/hosts-table.js';
import { go, link } from '../router.js';
import { View } from '../view.js';

const PERIODS = [[5, '5 min'], [15, '15 min'], [60, '1 h'], [1440, '24 h']];
const REFRESH_MS = 5000;

/** How it goes at present: sessions, beacons, deliveries, hosts that fail. */
class OverviewPage extends View {
  static properties = { query: {} };

  #overview = new Loading(this, signal => get('/v1/overview', { minutes: this.#minutes }, signal));
  #timer;

  get #minutes() {
    return Number(this.query.minutes) || 15;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#timer = setInterval(() => document.hidden || this.#overview.run(), REFRESH_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  willUpdate(changed) {
    if (changed.has('query')) this.#overview.run();
  }

  #tiles({ sessionsInMemory, beaconsPerSecond, beacons }) {
    const { delivered, claimed, ambiguous, failed } = beacons.states;
    return html`
      <dl class="tiles">
        <div class="tile"><dt>Sessions in memory</dt><dd>${count(sessionsInMemory)}</dd></div>
        <div class="tile"><dt>Beacons a second</dt><dd>${rate(beaconsPerSecond)}</dd></div>
        <div class="tile"><dt>Delivery rate</dt><dd>${percent(beacons.deliveryRate)}</dd></div>
        <div class="tile"><dt>Beacons due</dt><dd>${count(beacons.due)}</dd></div>
        <div class="tile"><dt>Not delivered</dt><dd>${count(failed + ambiguous)} <small>${claimed ? `+ ${count(claimed)} pending` : ''}</small></dd></div>
        <div class="tile"><dt>Latency, p50 · p95</dt>
          <dd>${beacons.latencyMs && delivered ? html`${count(beacons.latencyMs.p50)} · ${count(beacons.latencyMs.p95)} <small>ms</small>` : '–'}</dd></div>
      </dl>`;
  }

  #show(overview) {
    const { beacons, failingHosts, minutes, atMs } = overview;
    const fromMs = String(atMs - minutes * 60_000);
    if (!beacons.due) {
      return html`${this.#tiles(overview)}
        <div class="card empty"><strong>No beacon was due in the last ${minutes} minutes.</strong>
          <span>Choose a longer period, or look at the <a href=${link(['sessions'])}>sessions</a> there are.</span></div>`;
    }
    return html`
      ${this.#tiles(overview)}
      <div class="columns">
        <section class="card">
          <header><h2>From impression to complete</h2><span class="muted">ads that were shown</span></header>
          ${beacons.funnel ? funnelChart(beacons.funnel) : nothing}
        </section>
        <section class="card">
          <header><h2>How beacons stand</h2><a href=${link(['beacons'], { from: fromMs })}>All of them</a></header>
          ${statesChart(beacons.states, beacons.due)}
        </section>
      </div>
      <section class="card">
        <header><h2>Failing hosts</h2><a href=${link(['hosts'])}>All hosts</a></header>
        ${failingHosts.length
          ? hostsTable(failingHosts, 'Failing hosts')
          : html`<p class="empty">Every host takes its beacons.</p>`}
      </section>`;
  }

  render() {
    const at = this.#overview.value?.atMs;
    return html`
      <div class="page">
        <div class="head">
          <h1>Overview</h1>
          <span class="muted">${at ? html`as of ${time(at)}` : ''}</span>
          <choice-buttons label="Period" .options=${PERIODS} .value=${this.#minutes}
            @choose=${event => go([], { minutes: event.detail })}></choice-buttons>
        </div>
        ${this.#overview.show(overview => this.#show(overview))}
      </div>`;
  }
}

customElements.define('overview-page', OverviewPage);
