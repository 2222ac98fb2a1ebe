import { html, svg } from 'lit';
import { count, percent } from '../format.js';
import { STATES, stateBadge } from '../states.js';

const row = (name, number, of, kind) => html`
  <tr>
    <th scope="row">${name}</th>
    <td class="bar-cell">
      <svg class="bar" viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true">
        <rect class="back" width="1000" height="16" />
        ${svg`<rect class="fill ${kind}" width=${of ? (1000 * number) / of : 0} height="16"/>`}
      </svg>
    </td>
    <td class="number">${count(number)}</td>
    <td class="number muted">${percent(of ? number / of : null, 0)}</td>
  </tr>`;

const bars = (caption, what, of, rows) => html`
  <table class="bars">
    <caption class="sr-only">${caption}</caption>
    <thead class="sr-only">
      <tr><th scope="col">Name</th><td></td><th scope="col">${what}</th><th scope="col">${of}</th></tr>
    </thead>
    <tbody>${rows}</tbody>
  </table>`;

/** How many ads came to each step, beside the impressions. */
export const funnelChart = funnel =>
  bars(
    'Funnel from impression to complete',
    'Ads',
    'Share of impressions',
    Object.entries(funnel).map(([event, number]) => row(event, number, funnel.impression, '')),
  );

/** How beacons stand, beside all that were due. */
export const statesChart = (states, due) =>
  bars(
    'Beacons by state',
    'Beacons',
    'Share of those due',
    STATES.filter(state => state !== 'suppressed').map(state => row(stateBadge(state), states[state], due, `is-${state}`)),
  );
