import { html, nothing, svg } from 'lit';
import { eventName, position } from '../format.js';
import { decisionText, reasonText } from '../reasons.js';
import { shape, stateBadge, stateWord } from '../states.js';
import { lanes, lengthOf, ticks } from '../stream-places.js';
import { View } from '../view.js';
import './choice-buttons.js';
import { place } from './place.js';

const SIDE = 14;
const APART = 16;
const MOST_LANES = 10;
const BAR = 26;

/**
 * The stream to scale: content and ads, what was played, the playhead, and a mark for each tracker.
 * One stop of the Tab key; the arrow keys go from mark to mark. Fires `open` with a tracker's beacon id.
 */
class StreamBar extends View {
  static properties = { explained: {}, trackers: {}, width: { state: true }, zoom: { state: true }, at: { state: true }, shown: { state: true } };

  #size = new ResizeObserver(([entry]) => (this.width = Math.max(560, Math.floor(entry.contentRect.width))));

  constructor() {
    super();
    this.width = 960;
    this.zoom = 'all';
    this.at = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#size.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#size.disconnect();
  }

  #window() {
    const length = lengthOf(this.explained);
    const found = this.explained.breaks.find(each => each.id === this.zoom);
    if (!found) return [0, length];
    const margin = Math.max(1000, found.durationMs * 0.04);
    return [Math.max(0, found.startMs - margin), Math.min(length, found.startMs + found.durationMs + margin)];
  }

  #key(event, marks) {
    const to = { ArrowRight: this.at + 1, ArrowLeft: this.at - 1, ArrowUp: this.at + 1, ArrowDown: this.at - 1, Home: 0, End: marks.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.at = Math.min(marks.length - 1, Math.max(0, to));
      this.updateComplete.then(() => this.querySelector('.mark[tabindex="0"]')?.focus());
    } else if (event.key === 'Escape') {
      this.shown = undefined;
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#open(marks[this.at]);
    }
  }

  #open(mark) {
    this.dispatchEvent(new CustomEvent('open', { detail: mark.tracker.beaconId }));
  }

  #say({ tracker, ad, adBreak, ms }) {
    return [
      `${eventName(tracker)} of ${ad ? `ad ${ad.id}` : `break ${adBreak.id}`} at ${position(ms)}: ${stateWord(tracker.state)}.`,
      tracker.reason ? reasonText(tracker.reason) : '',
      decisionText(tracker.decidedBy) ?? '',
    ].filter(Boolean).join(' ');
  }

  #mark(mark, index, y) {
    const { tracker, x, lane } = mark;
    return svg`
      <g class="mark is-${tracker.state}" role="button" tabindex=${index === this.at ? 0 : -1} aria-label=${this.#say(mark)}
          transform="translate(${x} ${y - 10 - lane * APART})"
          @mouseenter=${() => (this.shown = mark)}
          @focus=${() => { this.at = index; this.shown = mark; }}
          @click=${() => this.#open(mark)}>
        <rect class="hit" x="-7.5" y="-7.5" width="15" height="15" rx="4"/>${shape(tracker.state)}
      </g>`;
  }

  #tip({ tracker, ad, adBreak, ms, x, record }, y) {
    const report = record?.report;
    const { scrollLeft, clientWidth } = this.querySelector('.stream-scroll');
    const left = Math.max(0, Math.min(x - scrollLeft - 40, clientWidth - 340));
    return html`
      <div class="tip" role="tooltip" ${place(left, y)}>
        <div class="row">${stateBadge(tracker.state)} <strong>${eventName(tracker)}</strong></div>
        <div class="muted">${ad ? `ad ${ad.id}, ` : ''}break ${adBreak.id}, ${position(ms)} on the stream</div>
        ${tracker.reason ? html`<div>${reasonText(tracker.reason)}</div>` : nothing}
        ${tracker.decidedBy ? html`<div>${decisionText(tracker.decidedBy)}</div>` : nothing}
        ${report ? html`<div>Earned by report${report.seq == null ? '' : ` ${report.seq}`} at ${position(report.positionMs)}.</div>` : nothing}
      </div>`;
  }

  render() {
    const { explained, width } = this;
    const [from, to] = this.#window();
    const x = ms => SIDE + ((Math.min(to, Math.max(from, ms)) - from) / (to - from)) * (width - 2 * SIDE);
    const wide = (startMs, endMs) => Math.max(1, x(endMs) - x(startMs));
    const inside = this.trackers.filter(each => each.ms != null && each.ms >= from && each.ms <= to).sort((a, b) => a.ms - b.ms);
    const placed = lanes(inside, x, APART);
    const marks = placed.filter(mark => mark.lane < MOST_LANES);
    const hidden = placed.length - marks.length;
    const height = Math.min(MOST_LANES, Math.max(1, ...marks.map(mark => mark.lane + 1))) * APART + 8;
    const breaks = explained.breaks.filter(each => each.startMs < to && each.startMs + each.durationMs > from);
    const playhead = explained.stream.positionMs;
    const bottom = height + BAR;
    return html`
      <div class="page">
        ${explained.breaks.length
          ? html`<choice-buttons label="Part of the stream" .value=${this.zoom}
              .options=${[['all', 'Whole stream'], ...explained.breaks.slice(0, 12).map(each => [each.id, each.id])]}
              @choose=${event => { this.zoom = event.detail; this.at = 0; this.shown = undefined; }}></choice-buttons>`
          : nothing}
        <div class="stream" @mouseleave=${() => (this.shown = undefined)} @focusout=${() => (this.shown = undefined)}>
          <div class="stream-scroll">
            <svg class="track" viewBox="0 0 ${width} ${bottom + 34}" height=${bottom + 34} role="group"
                aria-label="Stream of ${position(to)}: ${marks.length} beacons; arrow keys go from one to the next"
                @keydown=${event => this.#key(event, marks)}>
              <rect class="content" x=${x(from)} y=${height} width=${wide(from, to)} height=${BAR} rx="3" />
              ${breaks.map(each => svg`<rect class="slate" x=${x(each.startMs)} y=${height} width=${wide(each.startMs, each.startMs + each.durationMs)} height=${BAR}/>`)}
              ${breaks.flatMap(each => each.ads).map(ad => this.#ad(ad, x(ad.startMs), wide(ad.startMs, ad.startMs + ad.durationMs), height))}
              <rect class="unplayed" x=${x(from)} y=${bottom + 4} width=${wide(from, to)} height="4" />
              ${explained.stream.played
                .filter(piece => piece.startMs < to && piece.endMs > from)
                .map(piece => svg`<rect class="played" x=${x(piece.startMs)} y=${bottom + 4} width=${wide(piece.startMs, piece.endMs)} height="4"/>`)}
              ${ticks(from, to, width).map(ms => svg`
                <line class="tick" x1=${x(ms)} x2=${x(ms)} y1=${bottom + 10} y2=${bottom + 15}/>
                <text x=${x(ms)} y=${bottom + 27} text-anchor="middle">${position(ms)}</text>`)}
              ${playhead >= from && playhead <= to
                ? svg`<g aria-hidden="true"><line class="head-line" x1=${x(playhead)} x2=${x(playhead)} y1=${height - 2} y2=${bottom + 10}/>
                    <path class="head-top" d="M${x(playhead) - 5} ${bottom + 16}h10l-5-7z"/></g>`
                : nothing}
              ${marks.map((mark, index) => this.#mark(mark, index, height))}
            </svg>
          </div>
          ${this.shown ? this.#tip(this.shown, bottom + 14) : nothing}
        </div>
        <p class="legend">
          ${['delivered', 'claimed', 'ambiguous', 'failed', 'suppressed'].map(state => stateBadge(state))}
          <span><span class="swatch content"></span>content</span>
          <span><span class="swatch ad"></span>ad</span>
          <span><span class="swatch played"></span>played</span>
          <span>▲ playhead</span>
          ${hidden ? html`<span>${hidden} more marks do not fit: choose a break</span>` : nothing}
        </p>
      </div>`;
  }

  #ad(ad, left, width, top) {
    if (ad.fate === 'unplayed') return nothing;
    return svg`
      <rect class="ad" x=${left} y=${top + 0.5} width=${width} height=${BAR - 1} rx="2"><title>${ad.id}</title></rect>
      ${width > 6.4 * ad.id.length + 10 ? svg`<text class="ad-name" x=${left + 6} y=${top + 17} aria-hidden="true">${ad.id}</text>` : nothing}`;
  }
}

customElements.define('stream-bar', StreamBar);
