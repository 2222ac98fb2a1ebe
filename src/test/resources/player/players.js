// Standard players, with sessions that someone else created.

import { withPlayhead, playByDash, playByShaka } from './reporting.js';

const { player, library, service, sid } = Object.fromEntries(new URLSearchParams(location.search));
const video = document.querySelector('video');
window.video = video;
const collector = `${service}/v1/cmcd`;
const hls = `${service}/demo/stream/stream.m3u8`;
const dash = `${service}/demo/stream/stream.mpd`;

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

  'dash.js': () => playByDash(dash, sid, collector),

  Shaka: () => playByShaka(dash, sid, collector),
};

const script = document.createElement('script');
script.src = `/lib/${library}`;
script.onload = () => players[player]();
document.body.append(script);
