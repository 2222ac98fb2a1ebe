import { html, svg } from 'lit';

/** The states of a beacon in the order of the console, with the word for each and its shape. */
export const STATES = ['delivered', 'claimed', 'ambiguous', 'failed', 'suppressed'];

const WORDS = { claimed: 'pending' };
export const stateWord = state => WORDS[state] ?? state;

/** Each state has a shape of its own; colour only helps. Drawn around 0,0 with a radius of 6. */
const SHAPES = {
  delivered: svg`<circle class="shape" r="6"/><path class="cut-out" d="M-2.8 0.2 -0.8 2.2 2.8-2"/>`,
  failed: svg`<rect class="shape" x="-5.5" y="-5.5" width="11" height="11" rx="1.5"/><path class="cut-out" d="M-2.3-2.3 2.3 2.3M2.3-2.3-2.3 2.3"/>`,
  ambiguous: svg`<path class="shape" d="M0-7 7 0 0 7-7 0Z"/><path class="cut-out" d="M0-3V.8M0 3.1v.1"/>`,
  claimed: svg`<circle class="hollow" r="5.2"/><path class="stroke" d="M0-2.6V0L1.8 1.4"/>`,
  suppressed: svg`<circle class="hollow" r="5.2" stroke-dasharray="2.2 1.6"/><path class="stroke" d="M-2.4 0h4.8"/>`,
};
export const shape = state => SHAPES[state];

export const stateBadge = state => html`
  <span class="state is-${state}">
    <svg viewBox="-7 -7 14 14" aria-hidden="true">${shape(state)}</svg>${stateWord(state)}
  </span>`;
