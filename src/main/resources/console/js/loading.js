import { html, nothing } from 'lit';
import './parts/problem-notice.js';

/** Fetches for a component: the newest request wins, and leaving ends what is under way. */
export class Loading {
  #host;
  #fetch;
  #abort;

  /** @param fetch told an AbortSignal and what `run` was given */
  constructor(host, fetch) {
    this.#host = host;
    this.#fetch = fetch;
    host.addController(this);
  }

  value = undefined;
  problem = undefined;
  busy = false;

  async run(...given) {
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    this.busy = true;
    this.#host.requestUpdate();
    try {
      const value = await this.#fetch(abort.signal, ...given);
      if (abort.signal.aborted) return;
      this.value = value;
      this.problem = undefined;
    } catch (failure) {
      if (abort.signal.aborted) return;
      if (!failure.problem) console.error(failure);
      this.problem = failure.problem ?? { title: 'The console failed', detail: failure.message };
    }
    this.busy = false;
    this.#host.requestUpdate();
  }

  hostDisconnected() {
    this.#abort?.abort();
  }

  /** The value as the template shows it; above it what went wrong, or that it is not there yet. */
  show(template) {
    const notice = this.problem
      ? html`<problem-notice .problem=${this.problem} .retry=${() => this.run()}></problem-notice>`
      : nothing;
    if (this.value !== undefined) return html`${notice}${template(this.value)}`;
    return this.problem ? notice : html`<p class="busy" role="status">Loading …</p>`;
  }
}
