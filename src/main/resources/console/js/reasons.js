import { position, timeText } from './format.js';

const WHY_NOT = {
  'seeked-over': 'The viewer seeked over this point.',
  'joined-mid-ad': 'The viewer came into the ad behind this point.',
  hole: 'The point was played, but not all of the ad before it; the strict policy asks for that.',
  'too-fast': 'The playhead crossed this point faster than an ad can be watched.',
  gap: 'The client was silent for too long around this point.',
  'clock-ahead': 'The client’s clock ran ahead: the time it claims has not passed.',
  'no-impression': 'The ad’s impression was not earned, and nothing counts without it.',
  'not-reached': 'The playhead has not come this far, or the viewer never did this.',
  cut: 'The ad is longer than its break; the stream leaves it before this point.',
  'bad-url': 'The tracker’s URL cannot be called.',
  'disallowed-host': 'The tracker’s host is not one that the service may call.',
  'not-measurable': 'A playhead cannot tell this.',
  'client-side': 'The client of this session calls its trackers itself.',
};

const WHY_NOT_DELIVERED = {
  status: 'The receiver answered with an error.',
  refused: 'The receiver refused the connection.',
  dns: 'The receiver’s name leads nowhere.',
  connect: 'The receiver could not be connected to.',
  tls: 'The receiver’s certificate or TLS is at fault.',
  reset: 'The connection broke before an answer came.',
  timeout: 'No answer came in time.',
  protocol: 'The answer was no HTTP.',
  busy: 'This service had no connection to spare.',
  redirect: 'Too many redirects, or one to nowhere.',
};

/** Why a beacon did not fire or was not delivered, in words. */
export const reasonText = reason => WHY_NOT[reason] ?? WHY_NOT_DELIVERED[reason] ?? reason;

/** The report that decided, in words; null if none did. */
export function decisionText(jump) {
  if (!jump) return null;
  const report = jump.seq == null ? 'A report' : `Report ${jump.seq}`;
  const when = jump.atMs > 1e12 ? ` at ${timeText(jump.atMs)}` : jump.atMs == null ? '' : ` at ${position(jump.atMs)} by the client’s clock`;
  return `${report}${when} moved the playhead from ${position(jump.fromMs)} to ${position(jump.toMs)}.`;
}
