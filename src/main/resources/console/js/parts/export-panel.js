import { html, nothing } from 'lit';
import { get, query, request } from '../api.js';
import { bytes, count } from '../format.js';
import { View } from '../view.js';
import './problem-notice.js';

const FORMATS = [['csv', 'CSV'], ['ndjson', 'NDJSON'], ['parquet', 'Parquet']];
const NEWLINE = 10;

/** Downloads what the filters let through, tells how far it is, and can be stopped. */
class ExportPanel extends View {
  static properties = { filters: {}, running: { state: true }, done: { state: true }, problem: { state: true } };

  async #start(format) {
    const abort = new AbortController();
    this.problem = this.done = undefined;
    this.running = { format, abort, bytes: 0, rows: 0, total: undefined };
    this.updateComplete.then(() => this.querySelector('.cancel')?.focus());
    this.#count(abort.signal);
    try {
      const response = await request(`/v1/beacons/export${query({ ...this.filters, format })}`, { signal: abort.signal });
      const file = await this.#read(response.body.getReader(), format);
      save(new Blob(file, { type: response.headers.get('Content-Type') }), `beacons.${format}`);
      this.done = `Exported ${format === 'parquet' ? '' : `${count(this.running.rows)} beacons, `}${bytes(this.running.bytes)} to beacons.${format}.`;
    } catch (failure) {
      if (failure.name === 'AbortError') this.done = 'The export was cancelled; nothing was saved.';
      else this.problem = failure.problem ?? { title: 'The export broke off', detail: `${failure.message}. Nothing was saved.` };
    }
    abort.abort();
    this.running = undefined;
  }

  /** How many rows there will be; without the answer the bar only says that something moves. */
  async #count(signal) {
    try {
      const { rows } = await get('/v1/beacons/stats', this.filters, signal);
      if (this.running) this.running = { ...this.running, total: rows[0]?.due ?? 0 };
    } catch {
      // The export itself says what is wrong.
    }
  }

  async #read(reader, format) {
    const chunks = [];
    let rows = format === 'csv' ? -1 : 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      chunks.push(part.value);
      if (format !== 'parquet') for (const byte of part.value) rows += byte === NEWLINE;
      this.running = { ...this.running, rows: Math.max(0, rows), bytes: this.running.bytes + part.value.length };
    }
    return chunks;
  }

  #progress({ format, rows, total, bytes: size, abort }) {
    const known = total && format !== 'parquet';
    return html`
      <div class="notice" role="group" aria-label="Export">
        <p>Exporting … ${format === 'parquet' ? '' : html`${count(rows)}${total ? ` of ${count(total)}` : ''} beacons, `}${bytes(size)}</p>
        ${known
          ? html`<progress aria-label="Export" max=${total} .value=${Math.min(rows, total)}></progress>`
          : html`<progress aria-label="Export"></progress>`}
        <p><button class="cancel" @click=${() => abort.abort()}>Cancel</button></p>
      </div>`;
  }

  render() {
    return html`
      <div class="row" role="group" aria-label="Export what the filters show">
        <span class="muted">Export</span>
        ${FORMATS.map(([format, word]) => html`<button type="button" ?disabled=${!!this.running} @click=${() => this.#start(format)}>${word}</button>`)}
      </div>
      ${this.running ? this.#progress(this.running) : nothing}
      <p class="export-done muted" role="status">${this.done ?? ''}</p>
      ${this.problem ? html`<problem-notice .problem=${this.problem}></problem-notice>` : nothing}`;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.running?.abort.abort();
  }
}

function save(blob, name) {
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

customElements.define('export-panel', ExportPanel);
