import { html, nothing } from 'lit';
import { get } from '../api.js';
import { time } from '../format.js';
import { Loading } from '../loading.js';
import '../parts/copy-id.js';
import { go, link } from '../router.js';
import { View } from '../view.js';

const PAGE = 50;

/** Sessions, newest first, and a way to one whose id is known. */
class SessionsPage extends View {
  static properties = { query: {} };

  #sessions = new Loading(this, signal => get('/v1/sessions', { limit: PAGE, ...this.query }, signal));

  willUpdate(changed) {
    if (changed.has('query')) this.#sessions.run();
  }

  #filter(event) {
    event.preventDefault();
    const { id, ...filters } = Object.fromEntries(new FormData(event.target));
    if (id.trim()) go(['sessions', id.trim()]);
    else go(['sessions'], filters);
  }

  #table({ sessions, nextCursor }) {
    const { cursor, ...filters } = this.query;
    if (!sessions.length) {
      return html`<div class="card empty"><strong>No session is found.</strong>
        <span>Content and account must match exactly.</span><a href=${link(['sessions'])}>Show all</a></div>`;
    }
    return html`
      <section class="card" aria-label="Sessions">
        <div class="scroll" tabindex="0" role="region" aria-label="Sessions, newest first">
          <table>
            <caption class="sr-only">Sessions, newest first</caption>
            <thead><tr><th scope="col">Session</th><th scope="col">State</th><th scope="col">Content</th><th scope="col" class="wide">Account</th><th scope="col" class="wide">Service</th><th scope="col">Created</th><th scope="col">Last seen</th></tr></thead>
            <tbody>
              ${sessions.map(each => html`
                <tr>
                  <th scope="row" class="tight">
                    <copy-id .value=${each.sessionId} what="session id" .href=${link(['sessions', each.sessionId])}></copy-id>
                    ${each.alias ? html`<div class="reason">${each.alias}</div>` : nothing}
                  </th>
                  <td>${each.state}</td>
                  <td>${each.contentId ?? '–'}</td>
                  <td class="wide">${each.account ?? '–'}</td>
                  <td class="wide">${each.service ?? '–'}</td>
                  <td class="tight">${time(each.createdAt)}</td>
                  <td class="tight">${time(each.endedAt ?? each.seenAt)}</td>
                </tr>`)}
            </tbody>
          </table>
        </div>
        <div class="foot">
          <span class="muted">${sessions.length} on this page</span>
          <span class="row">
            ${cursor ? html`<a href=${link(['sessions'], filters)}>Newest</a>` : nothing}
            ${nextCursor ? html`<a href=${link(['sessions'], { ...filters, cursor: nextCursor })}>Older →</a>` : nothing}
          </span>
        </div>
      </section>`;
  }

  render() {
    const { state = '', content = '', account = '' } = this.query;
    return html`
      <div class="page">
        <div class="head"><h1>Sessions</h1><button @click=${() => this.#sessions.run()}>Refresh</button></div>
        <form class="card card-body filters" aria-label="Find sessions" @submit=${this.#filter}>
          <label><span>Session id or alias</span><input name="id" autocomplete="off" spellcheck="false"></label>
          <label><span>State</span><select name="state">
            ${['', 'live', 'ended'].map(each => html`<option value=${each} ?selected=${each === state}>${each || 'any'}</option>`)}
          </select></label>
          <label><span>Content</span><input name="content" .value=${content} autocomplete="off"></label>
          <label><span>Account</span><input name="account" .value=${account} autocomplete="off"></label>
          <div class="actions"><button class="primary">Find</button></div>
        </form>
        ${this.#sessions.show(page => this.#table(page))}
      </div>`;
  }
}

customElements.define('sessions-page', SessionsPage);
