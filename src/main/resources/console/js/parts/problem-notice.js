import { html, nothing } from 'lit';
import { View } from '../view.js';

const HINTS = {
  0: 'Try again, and look at /health/ready on this port.',
  401: 'Enter the ops key: the key button is at the top right.',
  404: 'It may have been deleted after the retention time, or its id is cut short.',
  422: 'Ask for less: filter by times or by ad.',
  503: 'This passes most of the time. Try again in a second.',
};

/** A problem+json in words: what, where in the request, and what may help. */
class ProblemNotice extends View {
  static properties = { problem: {}, retry: {} };

  render() {
    const { title, detail, status, errors = [] } = this.problem;
    const places = errors.filter(error => `${error.pointer} ${error.detail}` !== detail);
    return html`
      <div class="notice problem" role="alert">
        <strong>${title}</strong>
        <p>${detail}</p>
        ${places.length
          ? html`<ul>${places.map(({ pointer, detail }) => html`<li><code>${pointer || 'body'}</code> ${detail}</li>`)}</ul>`
          : nothing}
        ${HINTS[status] ? html`<p class="muted">${HINTS[status]}</p>` : nothing}
        ${this.retry ? html`<p><button @click=${this.retry}>Try again</button></p>` : nothing}
      </div>`;
  }
}

customElements.define('problem-notice', ProblemNotice);
