import { html, nothing } from 'lit';
import { beacon, get } from '../api.js';
import { count, eventName, position, time } from '../format.js';
import { Loading } from '../loading.js';
import '../parts/copy-id.js';
import '../parts/resend-form.js';
import { reasonText } from '../reasons.js';
import { link } from '../router.js';
import { stateBadge } from '../states.js';
import { View } from '../view.js';

const fact = (name, value) => (value == null ? nothing : html`<dt>${name}</dt><dd>${value}</dd>`);

/** One beacon: what it is, what became of each try, and sending it again. */
class BeaconPage extends View {
  static properties = { name: {} };

  #beacon = new Loading(this, signal => get(beacon(this.name), {}, signal));

  willUpdate(changed) {
    if (changed.has('name')) this.#beacon.run();
  }

  #facts(it) {
    const { report } = it;
    return html`
      <section class="card">
        <header><h2>What was due</h2>${stateBadge(it.state)}</header>
        <dl class="facts card-body">
          ${fact('Why', it.reason && reasonText(it.reason))}
          ${fact('URL', html`<span class="url">${it.url}</span>`)}
          ${fact('Host', html`<a class="mono" href=${link(['beacons'], { host: it.host })}>${it.host}</a>`)}
          ${fact('Session', html`<copy-id .value=${it.sessionId} what="session id" .href=${link(['sessions', it.sessionId])}></copy-id>`)}
          ${fact('Break', it.breakId)}
          ${fact('Ad', it.adId && (it.sequence ? `${it.adId}, no. ${it.sequence} in its break` : it.adId))}
          ${fact('Creative', it.creativeId)} ${fact('Campaign', it.campaign)}
          ${fact('Played', time(it.dueAtMs))} ${fact('Claimed', time(it.claimedAtMs))}
          ${fact('By report', html`${report.seq == null ? '' : `${report.seq}, `}at ${position(report.positionMs)} on the stream${report.atMs > 1e12 ? html`, ${time(report.atMs)} by the client’s clock` : ''}`)}
          ${fact('Id', html`<copy-id whole .value=${it.id} what="beacon id"></copy-id>`)}
        </dl>
      </section>`;
  }

  #attempts({ attempts }) {
    if (!attempts.length) return html`<p class="empty">It was not sent yet.</p>`;
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="Tries">
        <table class="attempts">
          <caption class="sr-only">Tries, oldest first</caption>
          <thead><tr><th scope="col">At</th><th scope="col">Outcome</th><th scope="col">Answer</th><th scope="col" class="number">Took</th><th scope="col">Asked by</th></tr></thead>
          <tbody>
            ${attempts.map(({ atMs, outcome, status, error, latencyMs, resentBy }) => html`
              <tr>
                <th scope="row" class="tight">${time(atMs)}</th>
                <td>${outcome === 'retry' ? (error === 'resend' ? 'asked to send it again' : 'to be tried again') : stateBadge(outcome)}</td>
                <td>${[status, error && !['resend', 'status'].includes(error) && reasonText(error)].filter(Boolean).join(' · ') || '–'}</td>
                <td class="number">${count(latencyMs)} ms</td>
                <td>${resentBy ?? '–'}</td>
              </tr>`)}
          </tbody>
        </table>
      </div>`;
  }

  render() {
    const it = this.#beacon.value;
    return html`
      <div class="page">
        <div class="head">
          <h1>${it ? `${eventName(it)}${it.adId ? ` of ad ${it.adId}` : ''}` : 'Beacon'}</h1>
          <button @click=${() => this.#beacon.run()}>Refresh</button>
        </div>
        ${this.#beacon.show(it => html`
          <div class="columns">
            ${this.#facts(it)}
            <div class="page">
              <section class="card"><header><h2>What became of it</h2></header>${this.#attempts(it)}</section>
              <section class="card"><header><h2>Send it again</h2></header>
                <div class="card-body"><resend-form .beacon=${it} @resent=${() => this.#beacon.run()}></resend-form></div>
              </section>
            </div>
          </div>`)}
      </div>`;
  }
}

customElements.define('beacon-page', BeaconPage);
