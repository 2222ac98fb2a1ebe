import { html, nothing } from 'lit';
import { post, query } from '../api.js';
import { count, fromLocalInput } from '../format.js';
import { Loading } from '../loading.js';
import { link } from '../router.js';
import { View } from '../view.js';

const signed = number => (number > 0 ? `+${count(number)}` : count(number).replace('-', '−'));
const signedPercent = number => (number == null ? '–' : `${number > 0 ? '+' : number < 0 ? '−' : ''}${Math.abs(number).toLocaleString('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })} %`);

const EXAMPLE = html`
  <div class="card empty">
    <strong>Choose a file like this one.</strong>
    <pre class="mono">ad,event,count
spring-sale,impression,10412
spring-sale,complete,8775</pre>
  </div>`;

/** An ad server's counts beside ours. */
class DiscrepanciesPage extends View {
  #compared = new Loading(this, (signal, file, times) => post(`/v1/discrepancies${query(times)}`, file, signal));
  #asked;

  #submit(event) {
    event.preventDefault();
    const { file, from, to } = Object.fromEntries(new FormData(event.target));
    this.#compared.value = undefined;
    this.#asked = [file, { from: fromLocalInput(from), to: fromLocalInput(to) }];
    this.#compared.run(...this.#asked);
  }

  #row({ group, ours, theirs, difference, percent }, groupBy) {
    const filters = Object.fromEntries(groupBy.filter(by => by !== 'creative').map(by => [by, group[by]]));
    return html`
      <tr>
        ${groupBy.map((by, index) => (index ? html`<td>${group[by] ?? '–'}</td>` : html`<th scope="row">${group[by] ?? '–'}</th>`))}
        <td class="number"><a href=${link(['beacons'], filters)}>${count(ours.delivered)}</a></td>
        <td class="number">${count(ours.ambiguous)}</td>
        <td class="number">${count(ours.failed)}</td>
        <td class="number">${theirs == null ? 'not in the file' : count(theirs)}</td>
        <td class="number">${signed(difference)}</td>
        <td class="number">${signedPercent(percent)}</td>
      </tr>`;
  }

  #table({ groupBy, rows, truncated }) {
    if (!rows.length) return html`<p class="card empty"><strong>The file has no counts.</strong></p>`;
    return html`
      <section class="card">
        <header><h2>Differences</h2><span class="muted">theirs less what we delivered; ambiguous ones may explain a surplus</span></header>
        <div class="scroll" tabindex="0" role="region" aria-label="Differences">
          <table class="differences">
            <caption class="sr-only">Their counts beside ours</caption>
            <thead><tr>
              ${groupBy.map(by => html`<th scope="col">${by[0].toUpperCase() + by.slice(1)}</th>`)}
              <th scope="col" class="number">Delivered</th><th scope="col" class="number">Ambiguous</th><th scope="col" class="number">Failed</th>
              <th scope="col" class="number">Theirs</th><th scope="col" class="number">Difference</th><th scope="col" class="number">Percent</th>
            </tr></thead>
            <tbody>${rows.map(row => this.#row(row, groupBy))}</tbody>
          </table>
        </div>
        ${truncated ? html`<p class="foot muted">There are more that only we have; narrow the times.</p>` : nothing}
      </section>`;
  }

  render() {
    const asked = this.#compared.busy || this.#compared.problem || this.#compared.value;
    return html`
      <div class="page">
        <div class="head">
          <h1>Discrepancies</h1>
          <p class="sub">Compare an ad server’s counts with the ledger. The file is CSV with the columns
            <code>ad</code> or <code>creative</code>, <code>event</code>, <code>count</code>, and <code>campaign</code> if you like.</p>
        </div>
        <form class="card card-body filters" aria-label="Compare" @submit=${this.#submit}>
          <label class="wide-field"><span>Their counts</span><input type="file" name="file" accept=".csv,.tsv,.txt,text/csv" required></label>
          <label class="moment"><span>Claimed from</span><input type="datetime-local" step="1" name="from"></label>
          <label class="moment"><span>Claimed before</span><input type="datetime-local" step="1" name="to"></label>
          <div class="actions"><button class="primary" ?disabled=${this.#compared.busy}>Compare</button></div>
        </form>
        ${asked ? this.#compared.show(found => this.#table(found)) : EXAMPLE}
      </div>`;
  }
}

customElements.define('discrepancies-page', DiscrepanciesPage);
