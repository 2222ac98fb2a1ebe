import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { eventName, time } from '../format.js';
import { reasonText } from '../reasons.js';
import { link } from '../router.js';
import { stateBadge } from '../states.js';
import './copy-id.js';

/** What the last try came to: a status or an error, and how long it took. */
export const lastAnswer = beacon => {
  const last = beacon.attempts.at(-1);
  if (!last) return '–';
  const tries = beacon.attempts.length > 1 ? html` <span class="muted">· ${beacon.attempts.length} tries</span>` : nothing;
  return html`<span title=${last.error ? reasonText(last.error) : nothing}>${last.status ?? last.error ?? last.outcome}</span> <span class="muted">${last.latencyMs} ms</span>${tries}`;
};

/** Beacons in the order that they come in. */
export const beaconsTable = (beacons, caption, fresh = false) => html`
  <div class="scroll" tabindex="0" role="region" aria-label=${caption}>
    <table class="beacons">
      <caption class="sr-only">${caption}</caption>
      <thead>
        <tr>
          <th scope="col">Claimed</th>
          <th scope="col">Event</th>
          <th scope="col">State</th>
          <th scope="col">Answer</th>
          <th scope="col">Ad</th>
          <th scope="col" class="wide">Break</th>
          <th scope="col" class="wide">Campaign</th>
          <th scope="col" class="wide">URL</th>
          <th scope="col">Session</th>
        </tr>
      </thead>
      <tbody>
        ${repeat(
          beacons,
          beacon => beacon.id,
          beacon => html`
            <tr class=${fresh ? 'fresh' : ''}>
              <td class="tight">${time(beacon.claimedAtMs)}</td>
              <th scope="row" class="tight"><a href=${link(['beacons', beacon.id])}>${eventName(beacon)}</a></th>
              <td>
                ${stateBadge(beacon.state)}
                ${beacon.reason && beacon.reason !== beacon.attempts.at(-1)?.error ? html`<div class="reason">${reasonText(beacon.reason)}</div>` : nothing}
              </td>
              <td class="tight">${lastAnswer(beacon)}</td>
              <td class="name" title=${beacon.adId ?? nothing}>${beacon.adId ?? '–'}</td>
              <td class="wide name" title=${beacon.breakId}>${beacon.breakId}</td>
              <td class="wide name" title=${beacon.campaign ?? nothing}>${beacon.campaign ?? '–'}</td>
              <td class="wide url-cell"><span class="url">${beacon.url}</span></td>
              <td class="tight">
                <copy-id .value=${beacon.sessionId} what="session id" .href=${link(['sessions', beacon.sessionId])}></copy-id>
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
