// Standard players at the front door of a service: nobody creates a session, and there is no client
// code but CMCD's line for the playhead, or playhead.js.

import { withPlayhead, playByDash, playByShaka } from './reporting.js';

const { player, library, service, door } = Object.fromEntries(new URLSearchParams(location.search));
const collector = `${service}/v1/cmcd`;
const video = document.querySelector('video');
window.video = video;

const enter = async () => {
  const { url } = await fetch(door);
  const sid = new URL(url).searchParams.get('bpkio_sessionid');
  return { url, sid };
};

const reporting = (sid, withPlayhead) =>
  new Hls({
    cmcd: {
      version: 2,
      sessionId: sid,
      eventTargets: [{ url: collector, events: ['t', 'ps', 'pr', 'e'], interval: 1 }],
      loader: ({ url, ...report }) => fetch(url, { ...report, body: withPlayhead(report.body) }),
    },
  });

const load = (hls, url) => {
  window.hls = hls;
  hls.loadSource(url);
  hls.attachMedia(video);
};

const players = {
  async 'CMCD, VOD'() {
    const { url, sid } = await enter();
    load(reporting(sid, withPlayhead), url);
  },

  async 'CMCD without a hook, VOD'() {
    const { url, sid } = await enter();
    const hls = new Hls({
      maxBufferLength: 4,
      maxMaxBufferLength: 4,
      cmcd: {
        version: 2,
        sessionId: sid,
        eventTargets: [{ url: collector, events: ['rr', 'ps', 'pr', 'e'] }],
      },
    });
    load(hls, url);
  },

  async 'dash.js, VOD'() {
    const { url, sid } = await enter();
    playByDash(url, sid, collector);
  },

  async 'Shaka, VOD'() {
    const { url, sid } = await enter();
    await playByShaka(url, sid, collector);
  },

  async 'CMCD, live'() {
    const { url, sid } = await enter();
    const withPlayhead = records => hls.playingDate ? records.replaceAll('\n', `,pt=${hls.playingDate.getTime()}\n`) : records;
    const hls = reporting(sid, withPlayhead);
    load(hls, url);
  },

  async 'playhead.js, VOD'() {
    const { track } = await import(`${service}/playhead.js`);
    const hls = new Hls();
    hls.once(Hls.Events.MANIFEST_LOADED, (_, { url }) => {
      const session = new URL(url).searchParams.get('bpkio_sessionid');
      track(video, { session });
    });
    load(hls, door);
  },

  async 'playhead.js, live'() {
    const { track } = await import(`${service}/playhead.js`);
    const hls = new Hls();
    hls.once(Hls.Events.MANIFEST_LOADED, (_, { url }) => {
      const session = new URL(url).searchParams.get('bpkio_sessionid');
      track(video, { session, epochMs: () => hls.playingDate });
    });
    load(hls, door);
  },
};

const script = document.createElement('script');
script.src = `/lib/${library}`;
script.onload = () => players[player]();
document.body.append(script);
