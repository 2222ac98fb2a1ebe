// Where on the stream a tracker's moment lies.
const QUARTERS = { firstQuartile: 1, midpoint: 2, thirdQuartile: 3, complete: 4 };
const AT_START = new Set(['impression', 'creativeView', 'start', 'loaded', 'ViewUndetermined', 'viewUndetermined', 'verificationNotExecuted']);

/** Stream position of an ad's tracker; null for what the viewer does, unless a report earned it. */
export function placeInAd({ event, offsetMs }, ad, record) {
  if (AT_START.has(event)) return ad.startMs;
  if (event in QUARTERS) return ad.startMs + Math.ceil((QUARTERS[event] * ad.durationMs) / 4);
  if (event === 'progress' && offsetMs != null) return ad.startMs + offsetMs;
  return record?.report.positionMs ?? null;
}

export function placeInBreak({ event }, { startMs, durationMs }, record) {
  if (event === 'breakStart') return startMs;
  if (event === 'breakEnd') return startMs + durationMs;
  return record?.report.positionMs ?? null;
}

/** Every tracker of an explained session with its record, the newest of a beacon's occurrences. */
export function trackersOf(explained, beacons) {
  const records = new Map();
  for (const beacon of beacons) {
    const id = beacon.id.split('.').slice(0, 2).join('.');
    if (!records.has(id)) records.set(id, beacon);
  }
  const all = [];
  for (const adBreak of explained.breaks) {
    const add = (trackers, ad, place) => {
      for (const tracker of trackers) {
        const record = records.get(tracker.beaconId);
        all.push({ tracker, record, adBreak, ad, ms: place(tracker, record) });
      }
    };
    add(adBreak.trackers, null, (tracker, record) => placeInBreak(tracker, adBreak, record));
    for (const ad of adBreak.ads) {
      add(ad.trackers, ad, (tracker, record) => placeInAd(tracker, ad, record));
    }
  }
  return all;
}

/** The stream's length as far as it is known. */
export function lengthOf({ stream, breaks }) {
  const ends = breaks.map(each => each.startMs + each.durationMs);
  return stream.durationMs ?? Math.max(1000, stream.positionMs ?? 0, ...stream.played.map(piece => piece.endMs), ...ends);
}

/** Puts marks that would cover each other on lanes above each other. */
export function lanes(marks, x, apart) {
  const ends = [];
  return marks.map(mark => {
    const at = x(mark.ms);
    let lane = ends.findIndex(end => end + apart <= at);
    if (lane < 0) lane = ends.length;
    ends[lane] = at;
    return { ...mark, x: at, lane };
  });
}

/** Round steps for the axis: about one every 90 pixels. */
export function ticks(fromMs, toMs, width) {
  const wanted = (toMs - fromMs) / Math.max(2, width / 90);
  const steps = [500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000];
  const step = steps.find(each => each >= wanted) ?? 7_200_000;
  const first = Math.ceil(fromMs / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((toMs - first) / step) + 1) }, (_, i) => first + i * step);
}
