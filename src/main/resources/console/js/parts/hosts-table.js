import { html } from 'lit';
import { count, percent, time } from '../format.js';
import { link } from '../router.js';

const BREAKERS = { closed: 'sending', open: 'stopped', probing: 'trying again' };

const breaker = host => html`${BREAKERS[host.breaker]}${host.openUntilMs ? html`, next try ${time(host.openUntilMs)}` : ''}`;

/** Receivers, how well they take their beacons, and what waits for them. */
export const hostsTable = (hosts, caption) => html`
  <div class="scroll" tabindex="0" role="region" aria-label=${caption}>
    <table>
      <caption class="sr-only">${caption}</caption>
      <thead>
        <tr>
          <th scope="col">Host</th>
          <th scope="col" class="number">Delivery rate</th>
          <th scope="col" class="number">Due</th>
          <th scope="col" class="number">Failed</th>
          <th scope="col" class="number">Ambiguous</th>
          <th scope="col" class="number">Pending</th>
          <th scope="col">Circuit</th>
          <th scope="col" class="number wide">In flight</th>
          <th scope="col" class="number wide">Waiting</th>
          <th scope="col" class="number">p50</th>
          <th scope="col" class="number">p95</th>
        </tr>
      </thead>
      <tbody>
        ${hosts.map(host => {
          const states = host.states ?? {};
          const of = state => html`<a href=${link(['beacons'], { host: host.host, state })}>${count(states[state])}</a>`;
          return html`
            <tr>
              <th scope="row" class="tight"><a class="mono" href=${link(['beacons'], { host: host.host })}>${host.host}</a></th>
              <td class="number">${percent(host.deliveryRate)}</td>
              <td class="number">${count(host.due)}</td>
              <td class="number">${states.failed ? of('failed') : 0}</td>
              <td class="number">${states.ambiguous ? of('ambiguous') : 0}</td>
              <td class="number">${states.claimed ? of('claimed') : 0}</td>
              <td class="tight">${breaker(host)}</td>
              <td class="number wide">${host.limit ? html`${count(host.inFlight)} <span class="muted">of ${count(host.limit)}</span>` : '–'}</td>
              <td class="number wide">${count(host.waiting)}</td>
              <td class="number">${host.latencyMs ? `${count(host.latencyMs.p50)} ms` : '–'}</td>
              <td class="number">${host.latencyMs ? `${count(host.latencyMs.p95)} ms` : '–'}</td>
            </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
