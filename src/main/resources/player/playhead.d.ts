/** What the service says of a stretch of time that is being played. Times are milliseconds. */
export interface Stretch {
  relativeMs: number;
  durationMs: number;
  remainingMs: number;
}

export interface AdBreak extends Stretch {
  id: string;
  /** From 0, of `count` breaks. */
  index: number;
  count: number;
  kind: 'preroll' | 'midroll' | 'postroll';
  startMs: number;
}

export interface Ad extends Stretch {
  id: string;
  /** From 1, of `count` ads of the break. */
  sequence: number;
  count: number;
}

/** What is playing at the time of an event: no break in content, no ad in slate. */
export interface Playing {
  break?: AdBreak | null;
  ad?: Ad | null;
}

export interface AdEventDetail extends Playing {
  breakId?: string;
  adId?: string;
}

/** The answer to a report; `fired` are the beacons that it earned. */
export interface Answer extends Playing {
  sessionId: string;
  position: { kind: 'content' | 'ad'; positionMs: number; relativeMs: number; contentMs: number; durationMs?: number; remainingMs?: number } & Playing;
  events: { type: string; breakId?: string; adId?: string }[];
  fired: { id: string; event: string; breakId: string; adId?: string }[];
  nextReport: { positionMs: number; afterMs: number };
  duplicate?: true;
  late?: true;
}

export interface TrackOptions {
  /** The session's id. */
  session: string;
  /** The service's URL, with a slash at its end; that of this script if left out. */
  service?: string | URL;
  /** Where the playhead is on the stream's timeline, for players whose `currentTime` is something else. */
  positionMs?: (video: HTMLVideoElement) => number;
  /**
   * Instead, for live: the date of the programme at the playhead (EXT-X-PROGRAM-DATE-TIME), as a Date
   * or in milliseconds; null as long as the player knows none.
   */
  epochMs?: (video: HTMLVideoElement) => Date | number | null;
}

export interface Tracking {
  /** Ends the session where the video stands. A page that is closed or hidden needs no stop. */
  stop(): void;
}

/**
 * Reports the playhead of a video to its session, as often as the service asks for it and at every
 * change of state, and fires these events on the video: `adbreakstart`, `adplay`, `adfirstquartile`,
 * `admidpoint`, `adthirdquartile`, `adended`, `adbreakend` as the answers tell them, `adprogress`
 * several times a second while an ad plays, and `playhead` with every answer. Never throws.
 */
export function track(video: HTMLVideoElement, options: TrackOptions): Tracking;

declare global {
  interface HTMLVideoElementEventMap {
    adbreakstart: CustomEvent<AdEventDetail>;
    adplay: CustomEvent<AdEventDetail>;
    adprogress: CustomEvent<AdEventDetail>;
    adfirstquartile: CustomEvent<AdEventDetail>;
    admidpoint: CustomEvent<AdEventDetail>;
    adthirdquartile: CustomEvent<AdEventDetail>;
    adended: CustomEvent<AdEventDetail>;
    adbreakend: CustomEvent<AdEventDetail>;
    playhead: CustomEvent<Answer>;
  }
}
