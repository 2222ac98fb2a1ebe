// Standard players that report to the collector with what they bring, and one line for the playhead.

const { player, library, service, sid } = Object.fromEntries(new URLSearchParams(location.search));
const video = document.querySelector('video');
const collector = `${service}/v1/cmcd`;
const hls = `${service}/demo/stream/stream.m3u8`;
const dash = `${service}/demo/stream/stream.mpd`;

// The hook: every record of a report gets the playhead. No player tells it by itself.
const withPlayhead = records => records.replaceAll('\n', `,pt=${Math.round(1000 * video.currentTime)}\n`);

const players = {
  'hls.js'() {
    const player = new Hls({
      cmcd: {
        version: 2,
        sessionId: sid,
        eventTargets: [{ url: collector, events: ['t', 'ps', 'pr', 'e'], interval: 1 }],
        loader: ({ url, ...report }) => fetch(url, { ...report, body: withPlayhead(report.body) }),
      },
    });
    player.loadSource(hls);
    player.attachMedia(video);
  },

  'hls.js without a hook'() {
    const player = new Hls({
      maxBufferLength: 4,
      maxMaxBufferLength: 4,
      cmcd: {
        version: 2,
        sessionId: sid,
        eventTargets: [{ url: collector, events: ['rr', 'ps', 'pr', 'e'] }],
      },
    });
    player.loadSource(hls);
    player.attachMedia(video);
  },

  'dash.js'() {
    const player = dashjs.MediaPlayer().create();
    player.updateSettings({
      streaming: {
        cmcd: {
          enabled: true,
          version: 2,
          sid,
          eventTargets: [{ enabled: true, url: collector, events: ['t', 'ps', 'pr', 'e'], interval: 1, enabledKeys: ['e', 'ts', 'sid', 'sn', 'sta', 'pr', 'v'] }],
        },
      },
    });
    player.addRequestInterceptor(async request => {
      if (request.customData.request.type === 'CmcdEvent') request.body = withPlayhead(request.body);
      return request;
    });
    player.initialize(video, dash, false);
  },

  async Shaka() {
    const player = new shaka.Player();
    await player.attach(video);
    player.configure({
      cmcd: {
        enabled: true,
        version: 2,
        sessionId: sid,
        eventTargets: [{ enabled: true, url: collector, events: ['t', 'ps', 'pr', 'e'], interval: 1 }],
      },
    });
    // This release tells no state either (its build renames the field), and calls the type of these requests undefined.
    const sta = () => (video.ended ? 'e' : video.paused ? 'a' : 'p');
    player.getNetworkingEngine().registerRequestFilter((_, request) => {
      if (request.uris[0] === collector) request.body = new TextEncoder().encode(withPlayhead(new TextDecoder().decode(request.body).replaceAll('\n', `,sta=${sta()}\n`)));
    });
    await player.load(dash);
  },
};

const script = document.createElement('script');
script.src = `/lib/${library}`;
script.onload = () => players[player]();
document.body.append(script);
