import { html, nothing } from 'lit';
import { duration, eventName, position, time, timeText } from '../format.js';
import { decisionText, reasonText } from '../reasons.js';
import { link } from '../router.js';
import { stateBadge } from '../states.js';
import { lastAnswer } from './beacons-table.js';

const reportText = ({ positionMs, seq, atMs }) =>
  html`<span title=${atMs > 1e12 ? `${timeText(atMs)} by the client’s clock` : nothing}>${seq == null ? '' : `${seq} at `}${position(positionMs)}</span>`;

/** What the receiver answered; for what was not sent or not taken, why. */
const outcome = (tracker, record) => html`
  ${record?.attempts.length ? html`<div>${lastAnswer(record)}</div>` : nothing}
  ${tracker.reason ? html`<div>${reasonText(tracker.reason)}</div>` : nothing}
  ${tracker.decidedBy ? html`<div class="reason">${decisionText(tracker.decidedBy)}</div>` : nothing}`;

/** Whether it would have fired under the other policy; what is not the same stands out. */
const otherwise = ({ wouldFire }, record) => {
  const word = wouldFire ? 'fires' : 'does not fire';
  return wouldFire === Boolean(record) ? html`<span class="muted">${word}</span>` : html`<strong>${word}</strong>`;
};

const row = ({ tracker, record }, otherPolicy, target) => html`
  <tr id="row-${tracker.beaconId}" tabindex="-1" class=${tracker.beaconId === target ? 'target' : ''}>
    <th scope="row" class="tight">
      ${record ? html`<a href=${link(['beacons', record.id])}>${eventName(tracker)}</a>` : eventName(tracker)}
      ${tracker.occurrences ? html`<span class="muted">× ${tracker.occurrences}</span>` : nothing}
    </th>
    <td>${stateBadge(tracker.state)}</td>
    <td class="why">${outcome(tracker, record)}</td>
    <td class="tight wide">${record ? time(record.claimedAtMs) : '–'}</td>
    <td class="tight wide">${record ? reportText(record.report) : '–'}</td>
    ${otherPolicy ? html`<td>${otherwise(tracker, record)}</td>` : nothing}
    <td class="url-cell wide"><span class="url">${record?.url ?? tracker.url}</span></td>
  </tr>`;

const table = (name, trackers, otherPolicy, target) => html`
  <div class="scroll" tabindex="0" role="region" aria-label="Trackers of ${name}">
    <table class="trackers">
      <caption class="sr-only">Trackers of ${name}</caption>
      <thead>
        <tr>
          <th scope="col">Event</th>
          <th scope="col">State</th>
          <th scope="col">Answer, or why not</th>
          <th scope="col" class="wide">Claimed</th>
          <th scope="col" class="wide">Earned by report</th>
          ${otherPolicy ? html`<th scope="col" class="under">Under ${otherPolicy}</th>` : nothing}
          <th scope="col" class="wide">URL</th>
        </tr>
      </thead>
      <tbody>${trackers.map(each => row(each, otherPolicy, target))}</tbody>
    </table>
  </div>`;

const FATES = { cut: 'cut: longer than its break', unplayed: 'not played: no room in its break' };

/** For each break and ad, what became of every tracker. */
export const trackerTables = (explained, trackers, target) =>
  explained.breaks.map(adBreak => {
    const of = ad => trackers.filter(each => each.adBreak === adBreak && each.ad === ad);
    const own = of(null);
    return html`
      ${own.length
        ? html`<section class="card">
            <header><div class="ad-head"><h2>Break ${adBreak.id}</h2><span class="muted">${adBreak.kind} at ${position(adBreak.startMs)}</span></div></header>
            ${table(`break ${adBreak.id}`, own, explained.otherPolicy, target)}
          </section>`
        : nothing}
      ${adBreak.ads.map(ad => html`
        <section class="card">
          <header>
            <div class="ad-head">
              <h2>Ad ${ad.id}</h2>
              <span class="muted">${adBreak.kind} ${adBreak.id}, ${position(ad.startMs)} to ${position(ad.startMs + ad.durationMs)}, ${duration(ad.durationMs)}${FATES[ad.fate] ? `, ${FATES[ad.fate]}` : ''}</span>
            </div>
          </header>
          ${of(ad).length ? table(`ad ${ad.id}`, of(ad), explained.otherPolicy, target) : html`<p class="empty">This ad has no trackers.</p>`}
        </section>`)}`;
  });
