// A page of its own in a frame, whose clock, timers and network are the test's.

/** Lets all that was promised happen. A timer would wait 4 ms each time. */
const breath = new MessageChannel();
const breathe = () =>
  new Promise(done => {
    breath.port1.addEventListener('message', done, { once: true });
    breath.port2.postMessage(0);
  });
breath.port1.start();

/** What the service answers: content without ads, unless the test says otherwise. */
const answer = (report, more = {}) => ({
  sessionId: 's',
  position: { kind: 'content', positionMs: report.positionMs, relativeMs: report.positionMs, contentMs: report.positionMs },
  events: [],
  fired: [],
  nextReport: { positionMs: report.positionMs + 1000, afterMs: 1000 },
  ...more,
});

const good = body => ({ status: 200, json: Array.isArray(body) ? body.map(each => answer(each)) : answer(body) });

async function open() {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const page = frame.contentWindow;
  const bench = { now: 1_800_000_000_000, requests: [], beacons: [], faults: [], events: [], service: good };
  let timers = [];
  let ids = 0;
  page.Date.now = () => bench.now;
  page.setTimeout = (work, ms) => {
    timers.push({ id: ++ids, at: bench.now + Math.max(0, ms || 0), work });
    return ids;
  };
  page.clearTimeout = id => { timers = timers.filter(timer => timer.id !== id); };
  page.addEventListener('error', event => bench.faults.push(event.message));
  page.addEventListener('unhandledrejection', event => bench.faults.push(String(event.reason)));
  page.navigator.sendBeacon = (url, body) => bench.beacons.push({ url: String(url), body: JSON.parse(body) });
  page.fetch = (url, { method, body, headers, signal }) => {
    const request = { url: String(url).replace(service, ''), at: bench.now, body: JSON.parse(body) };
    if (method !== 'POST' || headers) bench.faults.push('a request that needs a preflight');
    bench.requests.push(request);
    return new Promise((given, refused) => {
      const result = bench.service(request.body, request);
      signal?.addEventListener('abort', () => refused(new Error('aborted')));
      if (result === 'down') refused(new TypeError('Failed to fetch'));
      else if (result !== 'hangs') {
        given({ ok: result.status < 300, status: result.status, json: async () => (result.text ? JSON.parse(result.text) : result.json) });
      }
    });
  };

  const video = Object.assign(new page.EventTarget(), {
    currentTime: 0, paused: true, ended: false, seeking: false, readyState: 4, playbackRate: 1, muted: false, volume: 1,
  });
  bench.video = video;
  bench.page = page;
  bench.tell = (type, changes = {}, target = video) => {
    Object.assign(video, changes);
    target.dispatchEvent(new page.Event(type));
    return breathe();
  };
  bench.play = async () => {
    await bench.tell('play', { paused: false });
    await bench.tell('playing');
  };
  bench.pause = () => bench.tell('pause', { paused: true });
  bench.seek = async seconds => {
    await bench.tell('seeking', { currentTime: seconds, seeking: true });
    await bench.tell('seeked', { seeking: false });
  };
  for (const type of ['adbreakstart', 'adplay', 'adprogress', 'adbreakend', 'progress', 'playhead']) {
    video.addEventListener(type, ({ detail }) => bench.events.push({ type, detail }));
  }

  /** Time passes, and a video that plays goes along. */
  bench.pass = async ms => {
    const end = bench.now + ms;
    while (bench.now < end) {
      const next = Math.min(end, bench.now - (bench.now % 250) + 250, ...timers.map(({ at }) => Math.max(at, bench.now)));
      if (!video.paused && !video.seeking && video.readyState > 2) video.currentTime += ((next - bench.now) * video.playbackRate) / 1000;
      const ticked = Math.floor(next / 250) > Math.floor(bench.now / 250);
      bench.now = next;
      if (ticked && !video.paused) video.dispatchEvent(new page.Event('timeupdate'));
      const due = timers.filter(({ at }) => at <= bench.now);
      timers = timers.filter(timer => !due.includes(timer));
      due.forEach(({ work }) => work());
      await breathe();
    }
  };
  bench.timers = () => timers.length;

  const module = page.document.createElement('script');
  module.type = 'module';
  module.textContent = `import { track } from '${service}/playhead.js'; window.track = track;`;
  page.document.body.append(module);
  while (!page.track) await breathe();
  bench.track = (options = { session: 's' }) => page.track(video, options);
  bench.reports = () => bench.requests.flatMap(({ body }) => body);
  bench.close = () => frame.remove();
  return bench;
}

function equal(actual, expected) {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`is ${is}\nshould be ${should}`);
}

function holds(condition, about) {
  if (!condition) throw new Error(typeof about === 'string' ? about : JSON.stringify(about));
}
