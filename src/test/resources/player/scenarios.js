const pick = (reports, ...names) => reports.map(report => Object.fromEntries(names.filter(name => name in report).map(name => [name, report[name]])));

const scenarios = {
  async nothing_isTold_beforeTheVideoPlays(bench) {
    bench.track();
    await bench.tell('volumechange', { volume: 0.5 });
    await bench.pass(60_000);
    equal(bench.requests.length, 0);
  },

  async reports_goOutWhenTheServiceAsksForThem(bench) {
    let afterMs = 700;
    bench.service = body => ({ status: 200, json: answer(body, { nextReport: { positionMs: 0, afterMs: (afterMs += 100) } }) });
    bench.track();
    const start = bench.now;
    await bench.play();
    await bench.pass(2_800);
    equal(bench.requests.map(({ at }) => at - start), [0, 800, 1_700, 2_700]);
    equal(pick(bench.reports(), 'positionMs', 'state', 'rate')[2], { positionMs: 1_700, state: 'playing', rate: 1 });
    equal(bench.requests[0].url, '/v1/sessions/s/playhead');
  },

  async video_thatPlaysAlready_isToldAtOnce(bench) {
    Object.assign(bench.video, { paused: false, currentTime: 7.5 });
    bench.track();
    equal(pick(bench.reports(), 'positionMs', 'state'), [{ positionMs: 7_500, state: 'playing' }]);
  },

  async everyChangeOfState_isTold_once(bench) {
    bench.track();
    await bench.tell('play', { paused: false, readyState: 0 });
    await bench.tell('playing', { readyState: 4 });
    await bench.tell('playing');
    await bench.pass(300);
    await bench.tell('waiting', { readyState: 2 });
    await bench.tell('playing', { readyState: 4 });
    await bench.tell('ratechange', { playbackRate: 1.5 });
    await bench.pause();
    await bench.play();
    await bench.tell('pause', { paused: true, ended: true });
    await bench.tell('ended');
    equal(bench.reports().map(({ state, rate }) => `${state} ${rate}`), [
      'buffering 1', 'playing 1', 'buffering 1', 'playing 1', 'playing 1.5', 'paused 1.5', 'playing 1.5', 'ended 1.5',
    ]);
  },

  async sound_andScreen_areToldAsEvents(bench) {
    let full = null;
    Object.defineProperty(bench.page.document, 'fullscreenElement', { get: () => full });
    bench.track();
    await bench.play();
    await bench.tell('volumechange', { volume: 0.5 });
    await bench.tell('volumechange', { muted: true });
    await bench.tell('volumechange', { volume: 0 });
    await bench.tell('volumechange', { muted: false, volume: 1 });
    full = { contains: node => node === bench.video };
    await bench.tell('fullscreenchange', {}, bench.page.document);
    full = null;
    await bench.tell('fullscreenchange', {}, bench.page.document);
    equal(bench.reports().map(({ event }) => event).filter(Boolean), ['mute', 'unmute', 'fullscreen', 'exitFullscreen']);
  },

  async seek_saysWhereItLeft_once(bench) {
    bench.track();
    await bench.play();
    await bench.pass(2_500);
    const before = bench.reports().length;
    await bench.tell('seeking', { currentTime: 30, seeking: true });
    await bench.tell('seeking', { currentTime: 40 });
    await bench.tell('waiting', { readyState: 1 });
    await bench.tell('seeked', { seeking: false, readyState: 4 });
    await bench.seek(5);
    equal(pick(bench.reports().slice(before), 'positionMs', 'state', 'fromMs'), [
      { positionMs: 30_000, state: 'seeking', fromMs: 2_500 },
      { positionMs: 40_000, state: 'seeking' },
      { positionMs: 40_000, state: 'playing' },
      { positionMs: 5_000, state: 'seeking', fromMs: 40_000 },
      { positionMs: 5_000, state: 'playing' },
    ]);
  },

  async player_thatSkipsAGap_hasNotSeeked(bench) {
    bench.track();
    await bench.play();
    await bench.pass(2_000);
    await bench.seek(2.2);
    holds(bench.reports().every(({ state, fromMs }) => state === 'playing' && fromMs == null), bench.reports());
  },

  async reports_madeOffline_goTogetherOnceOnline_withTheirOwnTimes(bench) {
    bench.track();
    await bench.play();
    bench.service = () => 'down';
    await bench.pass(600_000);
    const tries = bench.requests.length;
    holds(tries < 25, `${tries} tries in ten minutes`);
    bench.service = good;
    await bench.tell('online', {}, bench.page);
    const { url, body } = bench.requests.at(-1);
    equal(url, '/v1/playheads');
    holds(body.length > 100 && body.length < 140, `${body.length} reports`);
    holds(body.every((report, i) => !i || (report.seq > body[i - 1].seq && report.atMs > body[i - 1].atMs)), body);
    equal([body[0].sessionId, body[0].positionMs, body[0].atMs - 1_800_000_000_000], ['s', 1_000, 1_000]);
    const done = bench.requests.length;
    await bench.pass(3_000);
    const later = bench.requests.slice(done);
    holds(later.length > 2 && later.length < 5 && later.every(request => !Array.isArray(request.body)), later);
  },

  async reports_madeOfflineForLong_areNotKeptForEver(bench) {
    bench.track();
    await bench.play();
    bench.service = () => 'down';
    await bench.pass(2_700_000);
    bench.service = good;
    await bench.tell('online', {}, bench.page);
    const { body } = bench.requests.at(-1);
    equal(body.length, 360);
    holds(JSON.stringify(body).length < 64 * 1024, 'more than a page that is left may send');
    holds(bench.now - body.at(-1).atMs <= 5_000, 'the newest are kept');
  },

  async trouble_isMetWithPatience_andNothingIsLost(bench) {
    for (const trouble of [{ status: 503 }, { status: 429 }, { status: 500, text: '<html>' }, { status: 200, text: '<html>' }, 'down']) {
      const each = await open();
      each.track();
      each.service = () => trouble;
      await each.play();
      await each.pass(30_000);
      each.service = good;
      await each.pass(60_000);
      equal(each.faults, []);
      const told = new Set(each.reports().map(({ seq }) => seq));
      const heard = new Set(each.requests.filter(({ at }) => at > 1_800_000_030_000).flatMap(({ body }) => body).map(({ seq }) => seq));
      holds([...told].every(seq => heard.has(seq)), 'a report was lost');
      each.close();
    }
  },

  async report_thatIsRefused_isNotSentAgain(bench) {
    bench.service = () => ({ status: 400, json: { status: 400 } });
    bench.track();
    await bench.play();
    await bench.pass(21_000);
    equal(new Set(bench.reports().map(({ seq }) => seq)).size, bench.reports().length);
    holds(bench.requests.length <= 6, bench.requests.length);
  },

  async batch_inWhichOneFails_sendsThatOneAgain(bench) {
    bench.track();
    bench.service = () => 'down';
    await bench.play();
    await bench.pause();
    await bench.tell('ratechange', { playbackRate: 2 });
    let failed;
    bench.service = body => {
      if (!Array.isArray(body)) return good(body);
      failed = body[2].seq;
      return { status: 200, json: body.map((report, i) => (i === 2 ? { status: 503 } : answer(report))) };
    };
    await bench.tell('online', {}, bench.page);
    const done = bench.requests.length;
    await bench.pass(4_000);
    equal(bench.requests[done].body.seq, failed);
  },

  async session_thatHasEnded_isLeftAlone(bench) {
    for (const gone of [{ status: 410 }, { status: 404 }]) {
      const each = await open();
      each.service = () => gone;
      each.track();
      await each.play();
      await each.pass(600_000);
      await each.pause();
      await each.tell('pagehide', {}, each.page);
      equal([each.requests.length, each.beacons.length, each.faults], [1, 0, []]);
      each.close();
    }
  },

  async request_thatHangs_isGivenUp(bench) {
    bench.track();
    bench.service = () => 'hangs';
    await bench.play();
    await bench.pass(9_000);
    equal(bench.requests.length, 1);
    bench.service = good;
    await bench.pass(3_000);
    holds(bench.requests.length > 1 && Array.isArray(bench.requests[1].body), bench.requests);
  },

  async page_thatIsLeft_tellsTheState_andAllThatIsUnsent(bench) {
    bench.track();
    await bench.play();
    bench.service = () => 'hangs';
    await bench.pass(1_400);
    await bench.tell('pagehide', {}, bench.page);
    const [{ url, body }] = bench.beacons;
    equal(url, `${service}/v1/playheads`);
    equal(pick(body, 'positionMs', 'state'), [{ positionMs: 1_000, state: 'playing' }, { positionMs: 1_400, state: 'playing' }]);
  },

  async page_thatComesBack_goesOn(bench) {
    bench.track();
    await bench.play();
    bench.service = () => 'down';
    await bench.tell('pagehide', {}, bench.page);
    await bench.pause();
    bench.now += 3_600_000;
    bench.service = good;
    await bench.tell('pageshow', {}, bench.page);
    await bench.play();
    await bench.pass(1_000);
    equal(bench.reports().at(-1).state, 'playing');
    equal(bench.faults, []);
  },

  async tab_thatIsHidden_isTold_andPlaysOnWithoutTimers(bench) {
    bench.track();
    await bench.play();
    await bench.pass(500);
    const before = bench.requests.length;
    await bench.tell('visibilitychange', {}, bench.page.document);
    equal(bench.requests.length, before + 1);
    bench.page.setTimeout = () => 0;
    await bench.pass(5_000);
    holds(bench.requests.length >= before + 5, `${bench.requests.length - before} reports in 5 s`);
  },

  async ads_areEventsOfTheVideo_withACountdown(bench) {
    const ad = { id: 'a', sequence: 1, count: 2, relativeMs: 0, durationMs: 5_000, remainingMs: 5_000 };
    const adBreak = { id: 'b', index: 0, count: 1, kind: 'midroll', startMs: 0, durationMs: 10_000, relativeMs: 0, remainingMs: 10_000 };
    bench.service = body => ({
      status: 200,
      json: answer(body, {
        position: { kind: 'ad', positionMs: body.positionMs, relativeMs: 0, contentMs: 0, break: adBreak, ad },
        events: [{ type: 'adbreakstart', breakId: 'b' }, { type: 'adplay', breakId: 'b', adId: 'a' }, { type: 'progress' }],
        nextReport: { positionMs: 0, afterMs: 30_000 },
      }),
    });
    bench.track();
    await bench.play();
    equal(bench.events.map(({ type }) => type), ['playhead', 'adbreakstart', 'adplay']);
    equal(bench.events[2].detail, { type: 'adplay', breakId: 'b', adId: 'a', break: adBreak, ad });
    await bench.pass(1_250);
    const { type, detail } = bench.events.at(-1);
    equal([type, detail.ad.sequence, detail.ad.count, detail.ad.remainingMs, detail.break.remainingMs], ['adprogress', 1, 2, 3_750, 8_750]);
    await bench.pass(9_000);
    equal(bench.events.at(-1).detail.ad.remainingMs, 0);
  },

  async listener_thatThrows_stopsNothing(bench) {
    bench.video.addEventListener('playhead', () => { throw new Error('of the page'); });
    bench.track();
    await bench.play();
    await bench.pass(3_000);
    equal(bench.requests.length, 4);
    holds(bench.faults.every(fault => fault.includes('of the page')), bench.faults);
  },

  async stop_endsTheSessionBehindAllElse_andIsTheLast(bench) {
    const tracking = bench.track();
    await bench.play();
    bench.service = () => 'down';
    await bench.pass(2_000);
    tracking.stop();
    bench.service = good;
    await bench.pass(10_000);
    await bench.pause();
    tracking.stop();
    await bench.pass(60_000);
    const reports = bench.requests.at(-1).body;
    equal([reports.at(-1).state, reports.at(-1).positionMs], ['stopped', 2_000]);
    equal(bench.reports().filter(({ state }) => state === 'stopped').length, bench.requests.filter(({ body }) => [].concat(body).at(-1).state === 'stopped').length);
    equal(bench.timers(), 0);
  },

  async secondPage_ofTheSameSession_countsOn(bench) {
    bench.track();
    await bench.play();
    await bench.pass(5_000);
    const first = bench.reports().at(-1).seq;
    const other = await open();
    other.now = bench.now + 10;
    other.track();
    await other.play();
    holds(other.reports()[0].seq > first, 'a page that is loaded again would be late');
    other.close();
  },

  async playhead_thatIsNotTheCurrentTime_isThePages(bench) {
    bench.track({ session: 's', positionMs: video => 1000 * video.currentTime + 90_000 });
    await bench.play();
    equal(bench.reports()[0].positionMs, 90_000);
  },

  async playhead_ofALiveProgramme_isItsDate_onceThatIsKnown(bench) {
    const adBreak = { id: 'b', index: 0, count: 1, kind: 'midroll', startMs: 0, durationMs: 10_000, relativeMs: 0, remainingMs: 10_000 };
    let from = null;
    bench.service = body => ({
      status: 200,
      json: answer(body, { position: { kind: 'ad', positionMs: 40_000, relativeMs: 0, contentMs: 0, break: adBreak }, nextReport: { positionMs: 0, afterMs: 30_000 } }),
    });
    const tracking = bench.track({ session: 's', epochMs: video => from && new Date(from + 1000 * video.currentTime) });
    await bench.play();
    await bench.pass(1_000);
    equal(bench.requests.length, 0);
    from = 1_790_000_000_000;
    await bench.pass(1_500);
    equal(bench.events.at(-1).detail.break.remainingMs, 8_750);
    await bench.seek(30);
    from = null;
    tracking.stop();
    await bench.pass(20_000);
    equal(pick(bench.reports(), 'positionMs', 'epochMs', 'fromMs', 'state'), [
      { epochMs: 1_790_000_001_250, state: 'playing' },
      { epochMs: 1_790_000_030_000, fromMs: 1_790_000_002_500, state: 'seeking' },
      { epochMs: 1_790_000_030_000, state: 'playing' },
      { epochMs: 1_790_000_030_000, state: 'stopped' },
    ]);
    equal(bench.timers(), 0);
  },

  async service_elsewhere_isReported(bench) {
    bench.track({ session: 'a b', service: `${service}/below/` });
    await bench.play();
    equal(bench.requests[0].url, '/below/v1/sessions/a%20b/playhead');
  },

  async page_thatUsesItWrongly_isNotThrownAt(bench) {
    const { track } = bench.page;
    for (const given of [[], [null], [bench.video], [bench.video, {}], [bench.video, { session: 's', service: '::' }], [{}, { session: 's' }]]) {
      track(...given).stop();
      track(...given).stop();
    }
    await bench.pass(20_000);
    equal(bench.faults, []);
  },
};

/** Runs one; gives the fault, or an empty text. */
window.run = async name => {
  const bench = await open();
  try {
    await scenarios[name](bench);
    if (name !== 'listener_thatThrows_stopsNothing') equal(bench.faults, []);
    return '';
  } catch (fault) {
    return `${fault.message}\n${fault.stack}`;
  } finally {
    bench.close();
  }
};

window.names = Object.keys(scenarios);
