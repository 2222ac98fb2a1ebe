import { html, nothing } from 'lit';
import { count } from '../format.js';
import { follow } from '../event-stream.js';
import '../parts/beacon-filters.js';
import { beaconsTable } from '../parts/beacons-table.js';
import '../parts/problem-notice.js';
import { go } from '../router.js';
import { stateWord } from '../states.js';
import { View } from '../view.js';

const MOST_SHOWN = 200;
const MOST_HELD = 1000;
const SUMMARY_MS = 5000;

/** What happens to beacons, as it happens. A pause holds what comes, up to a limit. */
class TailPage extends View {
  static properties = {
    query: {},
    shown: { state: true },
    held: { state: true },
    paused: { state: true },
    connection: { state: true },
    problem: { state: true },
    missed: { state: true },
    summary: { state: true },
  };

  #abort;
  #timer;
  #news = [];

  constructor() {
    super();
    this.shown = [];
    this.held = [];
    this.paused = false;
    this.missed = 0;
    this.summary = '';
    this.connection = 'connecting';
  }

  connectedCallback() {
    super.connectedCallback();
    this.#timer = setInterval(() => this.#summarise(), SUMMARY_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    this.#abort?.abort();
  }

  willUpdate(changed) {
    if (changed.has('query')) this.#begin();
  }

  #begin() {
    this.#abort?.abort();
    this.#abort = new AbortController();
    this.shown = [];
    this.held = [];
    this.missed = 0;
    this.problem = undefined;
    this.connection = 'connecting';
    follow('/v1/beacons/tail', this.query, this.#abort.signal, {
      open: () => { this.connection = 'live'; this.problem = undefined; },
      event: (name, data) => (name === 'dropped' ? (this.missed += data.count ?? 0) : this.#take(data)),
      lost: problem => { this.connection = 'connecting again'; this.problem = problem; },
    });
  }

  #take(beacon) {
    this.#news.push(beacon.state);
    if (!this.paused) {
      this.#show([beacon]);
    } else if (this.held.length < MOST_HELD) {
      this.held = [...this.held, beacon];
    } else {
      this.missed++;
    }
  }

  /** A beacon that is shown already moves up with its new state. */
  #show(beacons) {
    const newest = new Map([...beacons].reverse().map(beacon => [beacon.id, beacon]));
    const before = this.shown.filter(beacon => !newest.has(beacon.id));
    this.shown = [...newest.values(), ...before].slice(0, MOST_SHOWN);
  }

  #togglePause() {
    this.paused = !this.paused;
    if (!this.paused) {
      this.#show(this.held);
      this.held = [];
    }
  }

  /** For those who listen: now and then how many, not each. */
  #summarise() {
    const news = this.#news.splice(0);
    if (!news.length || this.paused) return;
    const counts = Object.entries(Object.groupBy?.(news, state => state) ?? { new: news });
    this.summary = counts.map(([state, all]) => `${all.length} ${stateWord(state)}`).join(', ');
  }

  render() {
    return html`
      <div class="page">
        <div class="head">
          <h1>Live</h1>
          <span class="tail-state muted" role="status">${this.paused ? `paused, ${count(this.held.length)} new` : this.connection}</span>
          <button class="primary pause" aria-pressed=${String(this.paused)} @click=${this.#togglePause}>${this.paused ? 'Go on' : 'Pause'}</button>
          <button @click=${() => (this.shown = [])}>Clear list</button>
        </div>
        <div class="card card-body">
          <beacon-filters .query=${this.query} @filter=${event => go(['tail'], event.detail)}></beacon-filters>
        </div>
        <p class="sr-only" aria-live="polite">${this.summary}</p>
        ${this.missed ? html`<p class="notice">${count(this.missed)} came faster than they could be shown. All of them are on record.</p>` : nothing}
        ${this.problem ? html`<problem-notice .problem=${this.problem} .retry=${() => this.#begin()}></problem-notice>` : nothing}
        ${this.shown.length
          ? html`<section class="card" aria-label="What happens to beacons">${beaconsTable(this.shown, 'What happens to beacons, newest first', true)}</section>`
          : html`<div class="card empty"><strong>Nothing has happened yet.</strong><span>A beacon appears here when it is claimed, and again when it ends.</span></div>`}
      </div>`;
  }
}

customElements.define('tail-page', TailPage);
