import { track } from '/playhead.js';

const element = id => document.getElementById(id);
const video = document.querySelector('video');
const countdown = document.querySelector('.countdown');
const seconds = ms => `${(ms / 1000).toFixed(1)} s`;

function notice(title, text) {
  const box = document.createElement('div');
  box.className = 'notice problem';
  const strong = document.createElement('strong');
  strong.textContent = title;
  box.append(strong, text);
  element('notices').append(box);
}

/** Gives the JSON of an answer; what is none, or a problem, ends the demo with a word. */
async function call(path, options) {
  const response = await fetch(path, options);
  const json = await response.json();
  if (!response.ok) throw new Error(json.detail ?? `status ${response.status}`);
  return json;
}

function play(url) {
  if (window.Hls?.isSupported()) {
    const hls = new window.Hls({ enableWorker: false });
    hls.on(window.Hls.Events.ERROR, (event, { fatal, details }) => fatal && notice('The stream cannot be played.', details));
    hls.loadSource(url);
    hls.attachMedia(video);
  } else {
    video.src = url;
  }
}

function bar(from, to, className) {
  const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  rect.setAttribute('class', className);
  rect.setAttribute('x', 1000 * from);
  rect.setAttribute('width', 1000 * (to - from));
  rect.setAttribute('height', 10);
  element('strip').append(rect);
  return rect;
}

/** The breaks where the service put them, and below the time that has passed. */
function drawStrip({ durationMs, breaks }) {
  for (const each of breaks) {
    for (const ad of each.ads) bar(ad.startMs / durationMs, (ad.startMs + ad.durationMs) / durationMs, 'ad');
  }
  const played = bar(0, 0, 'played');
  played.setAttribute('y', 7);
  video.addEventListener('timeupdate', () => played.setAttribute('width', (1e6 * video.currentTime) / durationMs));
}

function showCountdown({ detail: { ad } }) {
  countdown.hidden = !ad;
  if (ad) countdown.textContent = `Ad ${ad.sequence} of ${ad.count} · ${Math.ceil(ad.remainingMs / 1000)} s`;
}

let answers = 0;
let fired = 0;

function showAnswer({ detail: answer }) {
  const { position, nextReport } = answer;
  element('answers').textContent = ++answers;
  element('next').textContent = `in ${seconds(nextReport.afterMs)}`;
  element('where').textContent =
    position.kind === 'ad' ? `${position.break.kind}, ${seconds(position.relativeMs)} into the ad` : `content, ${seconds(position.contentMs)}`;
  if (position.kind !== 'ad') countdown.hidden = true;
  for (const beacon of answer.fired) {
    if (!fired++) element('beacons').replaceChildren();
    const row = document.createElement('tr');
    row.className = 'fresh';
    row.dataset.beacon = beacon.id;
    for (const text of [seconds(position.positionMs), beacon.event, beacon.adId ?? beacon.breakId]) {
      const cell = document.createElement('td');
      cell.textContent = text;
      row.append(cell);
    }
    row.firstChild.className = 'number';
    element('beacons').prepend(row);
  }
  element('count').textContent = fired;
}

try {
  const { stream, beaconsSent, session: body } = await call('/demo/stream.json');
  const session = await call('/v1/sessions', { method: 'POST', body: JSON.stringify(body) });
  element('session').textContent = session.sessionId;
  drawStrip(session.timeline);
  if (!beaconsSent) {
    notice(
      'Beacons are not sent from here.',
      'This service may not connect to the address that takes them. Start it with --set egress.allow=127.0.0.1, or run demo --stay.',
    );
  }
  for (const type of ['adbreakstart', 'adplay', 'adprogress', 'adbreakend']) video.addEventListener(type, showCountdown);
  video.addEventListener('playhead', showAnswer);
  track(video, { session: session.sessionId });
  play(stream);
} catch (failure) {
  notice('The demo cannot start.', failure.message);
}
