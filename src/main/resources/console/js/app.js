import { html, nothing } from 'lit';
import './pages/beacon-page.js';
import './pages/beacons-page.js';
import './pages/discrepancies-page.js';
import './pages/hosts-page.js';
import './pages/overview-page.js';
import './pages/session-page.js';
import './pages/sessions-page.js';
import './pages/tail-page.js';
import './parts/key-dialog.js';
import { link, place } from './router.js';
import { View } from './view.js';

const PAGES = [
  { name: '', word: 'Overview', page: ({ query }) => html`<overview-page .query=${query}></overview-page>` },
  {
    name: 'beacons',
    word: 'Beacons',
    page: ({ path: [, id], query }) =>
      id ? html`<beacon-page .name=${id}></beacon-page>` : html`<beacons-page .query=${query}></beacons-page>`,
  },
  {
    name: 'sessions',
    word: 'Sessions',
    page: ({ path: [, id], query }) =>
      id
        ? html`<session-page .name=${id} .query=${query}></session-page>`
        : html`<sessions-page .query=${query}></sessions-page>`,
  },
  { name: 'tail', word: 'Live', page: ({ query }) => html`<tail-page .query=${query}></tail-page>` },
  { name: 'hosts', word: 'Hosts', page: ({ query }) => html`<hosts-page .query=${query}></hosts-page>` },
  { name: 'discrepancies', word: 'Discrepancies', page: () => html`<discrepancies-page></discrepancies-page>` },
];

const ICONS = {
  key: html`<svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.6"><circle cx="6" cy="12" r="3.2"/><path d="m8.4 9.6 6.1-6.1M12 6l2.3 2.3"/></svg>`,
  theme: html`<svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.6"><circle cx="9" cy="9" r="6"/><path d="M9 3a6 6 0 0 1 0 12z" fill="currentColor"/></svg>`,
};

/** The frame of all pages: navigation, theme, key, and the page that the address names. */
class PlayheadConsole extends View {
  static properties = { at: { state: true }, dark: { state: true } };


  constructor() {
    super();
    this.at = place();
    this.dark = document.documentElement.hasAttribute('data-dark');
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', () => this.#move());
    addEventListener('key-needed', () => this.querySelector('key-dialog').open());
    this.#title();
  }

  /** To another page the focus goes along, as it would if the page were loaded. */
  #move() {
    const before = this.at;
    this.at = place();
    this.#title();
    if (String(before.path) !== String(this.at.path)) {
      scrollTo(0, 0);
      this.querySelector('main').focus();
    }
  }

  /** On a narrow screen the navigation scrolls; where one is must be seen. */
  updated() {
    this.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }

  get #page() {
    return PAGES.find(({ name }) => name === (this.at.path[0] ?? ''));
  }

  #title() {
    document.title = `${this.#page?.word ?? 'Not found'} · Playhead`;
  }

  #switchTheme() {
    this.dark = !this.dark;
    localStorage.setItem('theme', this.dark ? 'dark' : 'light');
    dispatchEvent(new Event('theme'));
  }

  #link({ name, word }) {
    const current = this.#page?.name === name;
    return html`<li><a href=${link(name ? [name] : [])} aria-current=${current ? 'page' : nothing}>${word}</a></li>`;
  }

  render() {
    return html`
      <a class="skip" href="#main" @click=${event => { event.preventDefault(); this.querySelector('main').focus(); }}>To the page</a>
      <header class="top">
        <div class="top-in">
          <a class="brand" href="#/"><img src="/console/icon.svg" alt="">Playhead</a>
          <nav aria-label="Pages"><ul>${PAGES.map(page => this.#link(page))}</ul></nav>
          <div class="top-tools">
            <button class="plain icon key" aria-label="Ops key" title="Ops key" @click=${() => this.querySelector('key-dialog').open()}>${ICONS.key}</button>
            <button class="plain icon theme" aria-label=${this.dark ? 'Light theme' : 'Dark theme'} title=${this.dark ? 'Light theme' : 'Dark theme'} @click=${this.#switchTheme}>${ICONS.theme}</button>
          </div>
        </div>
      </header>
      <main id="main" tabindex="-1">
        ${this.#page?.page(this.at) ??
        html`<div class="empty"><strong>There is no such page.</strong><a href="#/">Overview</a></div>`}
      </main>
      <key-dialog @key-changed=${() => { this.at = place(); }}></key-dialog>`;
  }
}

customElements.define('playhead-console', PlayheadConsole);
