import { html, nothing } from 'lit';
import { get, session } from '../api.js';
import { position, short, time } from '../format.js';
import { Loading } from '../loading.js';
import '../parts/choice-buttons.js';
import '../parts/copy-id.js';
import '../parts/stream-bar.js';
import { trackerTables } from '../parts/tracker-tables.js';
import { go, link } from '../router.js';
import { stateBadge, STATES } from '../states.js';
import { trackersOf } from '../stream-places.js';
import { View } from '../view.js';

const REFRESH_MS = 3000;
const MOST_PAGES = 10;
const EXPLAIN_LIMIT = 10_000;
const POLICIES = ['strict', 'standard', 'lenient'];

/** Appends a page; its first may be the rest of the last. */
const goOn = (list, more, join) => {
  const [first, ...others] = more;
  if (first && list.at(-1)?.id === first.id && list.at(-1).startMs === first.startMs) {
    join(list.at(-1), first);
    list.push(...others);
  } else {
    list.push(...more);
  }
};

/** One session: its stream drawn, and for every tracker what became of it and why. */
class SessionPage extends View {
  static properties = { name: {}, query: {}, target: { state: true } };

  #session = new Loading(this, signal => this.#load(signal));
  #timer;

  async #load(signal) {
    const explained = await this.#explain(signal);
    const beacons = [];
    let cursor;
    for (let page = 0; page === 0 || (cursor && page < MOST_PAGES); page++) {
      const found = await get('/v1/beacons', { session: explained.sessionId, limit: 1000, cursor }, signal);
      beacons.push(...found.beacons);
      cursor = found.nextCursor;
    }
    return { explained, trackers: trackersOf(explained, beacons) };
  }

  /** All its pages in one: a break, or an ad, may go on from one page to the next. */
  async #explain(signal) {
    const path = `${session(this.name)}/explain`;
    const whole = await get(path, { policy: this.query.policy, limit: EXPLAIN_LIMIT }, signal);
    for (let page = 1, next = whole.nextCursor; next && page < MOST_PAGES; page++) {
      const more = await get(path, { policy: this.query.policy, limit: EXPLAIN_LIMIT, cursor: next }, signal);
      goOn(whole.breaks, more.breaks, (adBreak, rest) => {
        adBreak.trackers.push(...rest.trackers);
        goOn(adBreak.ads, rest.ads, (ad, its) => ad.trackers.push(...its.trackers));
      });
      next = more.nextCursor;
    }
    return whole;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#timer = setInterval(() => this.#refresh(), REFRESH_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  /** Only while it plays, or a delivery has not ended. */
  #refresh() {
    const { explained, trackers } = this.#session.value ?? {};
    const moves = explained?.stream.state === 'playing' || trackers?.some(each => each.tracker.state === 'claimed');
    if (moves && !document.hidden && !this.#session.busy) this.#session.run();
  }

  willUpdate(changed) {
    if (changed.has('name') || changed.has('query')) this.#session.run();
  }

  async #open(beaconId) {
    this.target = beaconId;
    await this.updateComplete;
    const row = document.getElementById(`row-${beaconId}`);
    row?.scrollIntoView({ block: 'center' });
    row?.focus({ preventScroll: true });
  }

  #facts({ explained, trackers }) {
    const { stream, policy } = explained;
    const counts = STATES.map(state => [state, trackers.filter(each => each.tracker.state === state).length]);
    return html`
      <dl class="inline-facts">
        <div><dt>Playhead</dt><dd>${position(stream.positionMs)}${stream.durationMs ? ` of ${position(stream.durationMs)}` : ''}${stream.state ? `, ${stream.state}` : ''}</dd></div>
        <div><dt>Last report</dt><dd>${time(stream.reportedAtMs)}</dd></div>
        <div><dt>Policy</dt><dd>${policy}</dd></div>
        ${counts.filter(([, number]) => number).map(([state, number]) => html`<div><dt>${stateBadge(state)}</dt><dd>${number}</dd></div>`)}
      </dl>`;
  }

  #show({ explained, trackers }) {
    const others = POLICIES.filter(each => each !== explained.policy);
    return html`
      ${this.#facts({ explained, trackers })}
      <section class="card" aria-label="The stream">
        <div class="card-body">
          <stream-bar .explained=${explained} .trackers=${trackers} @open=${event => this.#open(event.detail)}></stream-bar>
        </div>
      </section>
      <div class="row">
        <span class="muted">Compare with</span>
        <choice-buttons label="Compare with policy" .value=${this.query.policy ?? ''}
          .options=${[['', 'none'], ...others.map(each => [each, each])]}
          @choose=${event => go(['sessions', this.name], { policy: event.detail })}></choice-buttons>
      </div>
      ${trackers.length ? trackerTables(explained, trackers, this.target) : html`<div class="card empty"><strong>This session has no trackers.</strong><span>Its timeline has no ads, or the ads came without any.</span></div>`}`;
  }

  render() {
    const id = this.#session.value?.explained.sessionId ?? this.name;
    return html`
      <div class="page">
        <div class="head">
          <h1>Session <copy-id .value=${id} what="session id"></copy-id></h1>
          <a href=${link(['beacons'], { session: id })}>Its beacons</a>
          <a href=${link(['tail'], { session: id })}>Follow live</a>
          <button @click=${() => this.#session.run()}>Refresh</button>
          ${id !== this.name ? html`<span class="sub">also known as ${short(this.name)}</span>` : nothing}
        </div>
        ${this.#session.show(value => this.#show(value))}
      </div>`;
  }
}

customElements.define('session-page', SessionPage);
