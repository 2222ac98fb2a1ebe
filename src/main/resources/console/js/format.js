import { html } from 'lit';

const COUNT = new Intl.NumberFormat('en');
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const date = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short' });

export const count = number => COUNT.format(number ?? 0);

export const rate = number => (number >= 100 ? count(Math.round(number)) : number.toFixed(number >= 10 ? 1 : 2));

export const percent = (share, digits = 1) => (share == null ? '–' : `${(100 * share).toFixed(digits)} %`);

/** A stream position: 1:02:03.004; thousandths only where there are any. */
export function position(ms) {
  if (ms == null) return '–';
  const seconds = Math.floor(ms / 1000);
  const two = number => String(number).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = ms % 1000;
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}${rest ? `.${String(rest).padStart(3, '0')}` : ''}`;
}

export const duration = ms => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(ms % 1000 ? 1 : 0)} s`);

export const bytes = number =>
  number < 1e6 ? `${count(Math.ceil(number / 1000))} kB` : `${(number / 1e6).toFixed(1)} MB`;

export function timeText(ms) {
  const at = new Date(ms);
  const today = at.toDateString() === new Date().toDateString();
  const time = `${clock.format(at)}.${String(at.getMilliseconds()).padStart(3, '0')}`;
  return today ? time : `${date.format(at)} ${time}`;
}

/** A moment in local time, with UTC on hover. */
export function time(ms) {
  if (ms == null) return '–';
  const utc = new Date(ms).toISOString();
  return html`<time datetime=${utc} title="${utc.replace('T', ' ').replace('Z', ' UTC')}">${timeText(ms)}</time>`;
}

export const short = id => (id.length > 17 ? `${id.slice(0, 8)}…${id.slice(-6)}` : id);

export const eventName = beacon =>
  beacon.offsetMs != null && beacon.event === 'progress' ? `progress @ ${position(beacon.offsetMs)}` : beacon.event;

/** Epoch milliseconds to the value of a datetime-local input, and back. */
export function toLocalInput(ms) {
  if (!ms) return '';
  const at = new Date(Number(ms));
  return new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

export const fromLocalInput = text => (text ? String(new Date(text).getTime()) : '');
