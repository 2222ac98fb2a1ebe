// Tells Playhead where a video's playhead stands, and the page which ad plays there:
//
//   import { track } from 'https://playhead.example/playhead.js';
//   const tracking = track(video, { session: sessionId });
//   video.addEventListener('adprogress', ({ detail: { ad } }) => show(ad.sequence, ad.count, ad.remainingMs));
//
// A plain script gets the same by import(). Types: /playhead.d.ts. Served without these comments.

// When to report next, where no answer says it.
const UNASKED_MS = 5000;

// A request that takes longer has failed.
const PATIENCE_MS = 10000;

const MOST_REST_MS = 60000;

// Reports that are kept while they cannot be sent: half an hour of them. The oldest are dropped first.
// It is also what browsers send of a page that is being left: 64 KiB, at less than 170 bytes a report.
const MOST_KEPT = 360;

// So far players jump by themselves, over gaps between segments. It is no seek.
const NUDGE_MS = 500;

// Whatever is wrong here, the page goes on.
const safely = work => (...given) => {
  try {
    return work(...given);
  } catch (e) {}
};

const begin = (video, { session, service = new URL('.', import.meta.url), epochMs, positionMs = () => video.currentTime * 1000 }) => {
  const listening = [];
  let kept = [];
  // Higher than those of an earlier page with the same session.
  let seq = Date.now();
  let last, answer, answeredMs, busy, resting, timer, dueMs;
  let failures = 0;
  // Where the playhead was last seen; and where it was when the seek began that is under way.
  let seenMs, leftMs;

  // Of a live programme the date, which players do not know before it plays, nor when they are gone.
  const place = epochMs ? 'epochMs' : 'positionMs';
  const here = () => Math.max(0, Math.round(epochMs ? epochMs(video) || seenMs : positionMs(video)));

  const state = () =>
    video.ended ? 'ended'
    : leftMs >= 0 ? 'seeking'
    : video.paused ? 'paused'
    : video.readyState > 2 ? 'playing'
    : 'buffering';

  const on = (target, types, work) =>
    types.split(' ').forEach(type => {
      const listener = safely(() => work());
      target.addEventListener(type, listener);
      listening.push(() => target.removeEventListener(type, listener));
    });

  // Nothing before the video plays for the first time, nothing twice, and nothing after the stop.
  const note = said => {
    const report = { sessionId: session, [place]: here(), atMs: Date.now(), seq: ++seq, state: state(), rate: video.playbackRate, ...said };
    if (!said && (last ? report.atMs - last.atMs < 999 && [place, 'state', 'rate'].every(key => last[key] === report[key]) : video.paused)) return;
    if (!(report[place] >= 0) || (last && last.state === 'stopped')) return;
    last = report;
    kept = [...kept, report].slice(-MOST_KEPT);
    wake(UNASKED_MS);
  };

  const tell = said => {
    note(said);
    send();
  };

  const wake = afterMs => {
    dueMs = last.atMs + afterMs;
    clearTimeout(timer);
    timer = setTimeout(safely(tell), dueMs - Date.now());
  };

  // One request at a time, so that reports arrive in order; what gathers meanwhile goes together.
  const send = () => {
    if (busy || resting || !kept[0]) return;
    busy = true;
    const sent = kept;
    ask(sent).then(safely(results => {
      busy = false;
      if (results.some(({ status }) => status === 404 || status === 410)) return end();
      const again = sent.filter((report, i) => results[i].status > 428);
      kept = kept.filter(report => !sent.includes(report) || again.includes(report));
      sent.forEach(safely((report, i) => heed(results[i], report)));
      if (again[0]) {
        resting = setTimeout(retry, Math.min(MOST_REST_MS, 1000 * 2 ** failures++) * (1 - Math.random() / 2));
        return;
      }
      failures = 0;
      if (kept[0]) send();
      else if (last.state === 'stopped') end();
      else wake(answer.nextReport.afterMs);
    }));
  };

  const path = name => new URL('v1/' + name, service);

  // What the service says to each report: an answer, or a problem with its status.
  const ask = async sent => {
    const single = !sent[1];
    try {
      const abort = new AbortController();
      setTimeout(() => abort.abort(), PATIENCE_MS);
      const response = await fetch(path(single ? `sessions/${session}/playhead` : 'playheads'), {
        method: 'POST',
        body: JSON.stringify(single ? sent[0] : sent),
        keepalive: single,
        signal: abort.signal,
      });
      const results = response.ok && [].concat(await response.json());
      return sent.map((report, i) => Object(results ? results[i] : response));
    } catch (e) {
      return sent.map(() => ({ status: 503 }));
    }
  };

  const retry = () => {
    clearTimeout(resting);
    resting = 0;
    send();
  };

  const end = () => {
    busy = true;
    clearTimeout(timer);
    listening.forEach(stop => stop());
  };

  const heed = (result, report) => {
    if (!result.position) return;
    answer = result;
    answeredMs = report[place];
    fire('playhead', result);
    result.events.forEach(event => event.type.startsWith('ad') && fire(event.type, event));
  };

  // With the break and the ad of the last answer, as far as the video has played since.
  const fire = (type, about) => {
    const byMs = Math.max(0, here() - answeredMs);
    const now = part => part && { ...part, relativeMs: part.relativeMs + byMs, remainingMs: Math.max(0, part.remainingMs - byMs) };
    video.dispatchEvent(new CustomEvent(type, { detail: { ...about, break: now(answer.position.break), ad: now(answer.position.ad) } }));
  };

  const toggle = (target, type, read, set, unset) => {
    let was = read();
    on(target, type, () => {
      if (read() !== was) {
        was = !was;
        tell({ event: was ? set : unset });
      }
    });
  };

  on(video, 'play playing pause waiting ratechange ended', tell);
  on(video, 'seeking', () => {
    const far = !(leftMs >= 0) && Math.abs(here() - seenMs) > NUDGE_MS;
    if (far) leftMs = seenMs;
    tell(far && { fromMs: leftMs });
  });
  on(video, 'seeked', () => {
    leftMs = -1;
    seenMs = here();
    tell();
  });
  on(video, 'timeupdate', () => {
    if (!video.seeking) seenMs = here();
    // Timers of hidden pages are slow; a video that plays is not.
    if (!(dueMs > Date.now())) tell();
    if (answer && state() === 'playing') fire('adprogress');
  });
  toggle(video, 'volumechange', () => video.muted || !video.volume, 'mute', 'unmute');
  toggle(document, 'fullscreenchange', () => !!document.fullscreenElement && document.fullscreenElement.contains(video), 'fullscreen', 'exitFullscreen');
  on(document, 'visibilitychange', tell);
  on(window, 'online pageshow', retry);
  // What is under way goes along: nobody hears of it any more, and the service knows doubles.
  on(window, 'pagehide', () => {
    note();
    if (kept[0]) navigator.sendBeacon(path('playheads'), JSON.stringify(kept));
  });
  tell();

  return safely(() => tell({ state: 'stopped' }));
};

export const track = (video, options) => ({ stop: safely(begin)(video, options) || (() => {}) });
