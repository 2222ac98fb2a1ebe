package io.playhead.stream;

import io.playhead.ingest.ManifestResolver.BreakAds;
import io.playhead.manifest.AssetList;
import io.playhead.manifest.ManifestBreak;
import io.playhead.manifest.ManifestTimeline;
import io.playhead.timeline.Issue;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The ads of a channel's breaks, for all who watch it.
 *
 * <p>Ads that came stay. A break whose ads could not be had is asked for again at later readings,
 * one request at a time, less and less often, at most {@value #MOST_TRIES} times, and not once it
 * has left the window. An answer without ads is an answer, and its server counts the question: it
 * is asked once more after {@value #EMPTY_PAUSE_MS} ms, in case it was not ready, and then
 * believed.
 *
 * <p>A reading waits for the first answer, since its sessions are to begin with their ads, and for
 * no further one: a server that hangs must not hold up all reports again and again.
 */
final class ChannelAds {
  private static final int MOST_TRIES = 8;
  private static final int MOST_EMPTY = 2;
  private static final long FIRST_PAUSE_MS = 1000;
  private static final long LONGEST_PAUSE_MS = 30_000;
  private static final long EMPTY_PAUSE_MS = 10_000;

  /** Of a source that gave no answer. It does not say why: that may hold secrets. */
  private static final BreakAds UNASKED =
      new BreakAds(
          AssetList.NONE,
          List.of(Issue.of("ads-unavailable", "could not be asked for", null)),
          List.of(),
          true);

  private final Source source;
  private final LongSupplier nowMs;
  private final Map<String, Asked> byBreak = new HashMap<>();

  /** Finds the ads of a break. */
  interface Source {
    /**
     * Those of a break that the manifest at a URL tells of.
     *
     * @return what fails, or throws, is a failed answer
     */
    Future<BreakAds> of(ManifestBreak adBreak, String manifestUrl);
  }

  /**
   * What is known of the ads.
   *
   * @param ads of each break, by its id
   * @param issues with them, by the same; the last ones
   */
  record Known(Map<String, AssetList> ads, Map<String, List<Issue>> issues) {
    static final Known NOTHING = new Known(Map.of(), Map.of());
  }

  /** A break that was asked for. */
  private static final class Asked {
    @Nullable BreakAds answer;
    boolean underWay;
    int tries;
    int empty;
    long dueMs;
  }

  ChannelAds(Source source, LongSupplier nowMs) {
    this.source = source;
    this.nowMs = nowMs;
  }

  /** What is known for a reading. Never fails. */
  Future<Known> of(ManifestTimeline stream, String url) {
    List<Future<?>> first = new ArrayList<>();
    for (ManifestBreak adBreak : stream.breaks()) {
      Asked asked = due(adBreak, stream);
      if (asked != null) {
        boolean isFirst = asked.answer == null;
        Future<?> asking =
            Future.<Void>succeededFuture()
                .compose(due -> source.of(adBreak, url))
                .otherwise(UNASKED)
                .onSuccess(answer -> answered(asked, adBreak.id(), answer));
        if (isFirst) {
          first.add(asking);
        }
      }
    }
    return Future.join(first).transform(done -> Future.succeededFuture(known(stream)));
  }

  /** The break, if it is to be asked for now. */
  private synchronized @Nullable Asked due(ManifestBreak adBreak, ManifestTimeline stream) {
    Asked asked = byBreak.computeIfAbsent(adBreak.id(), id -> new Asked());
    boolean over = asked.tries > 0 && adBreak.endMs() <= stream.startMs();
    // What the manifest names itself may grow, and costs no request.
    boolean named = !adBreak.ads().isEmpty();
    if (asked.underWay || (!named && (over || asked.dueMs > nowMs.getAsLong()))) {
      return null;
    }
    asked.underWay = true;
    asked.tries++;
    return asked;
  }

  private synchronized void answered(Asked asked, String id, BreakAds answer) {
    asked.underWay = false;
    boolean none = answer.list().ads().isEmpty();
    asked.empty += none && !answer.failed() ? 1 : 0;
    asked.answer = new BreakAds(answer.list(), told(id, answer), List.of(), answer.failed());
    if (!none) {
      asked.dueMs = Long.MAX_VALUE;
    } else if (answer.failed()) {
      long pauseMs = FIRST_PAUSE_MS << Math.min(asked.tries - 1, 5);
      asked.dueMs = nowMs.getAsLong() + Math.min(pauseMs, LONGEST_PAUSE_MS);
    } else {
      asked.dueMs = nowMs.getAsLong() + EMPTY_PAUSE_MS;
    }
    if (asked.tries >= MOST_TRIES || asked.empty >= MOST_EMPTY) {
      asked.dueMs = Long.MAX_VALUE;
    }
  }

  /** Without where it was asked: that may hold secrets, and viewers may see this. */
  private static List<Issue> told(String id, BreakAds answer) {
    return answer.issues().stream()
        .limit(4)
        .map(
            issue ->
                new Issue(
                    issue.code(),
                    "the ads of break " + id + ": " + issue.detail(),
                    null,
                    issue.vastError()))
        .toList();
  }

  private synchronized Known known(ManifestTimeline stream) {
    Map<String, AssetList> ads = new HashMap<>();
    Map<String, List<Issue>> issues = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (ManifestBreak adBreak : stream.breaks()) {
      ids.add(adBreak.id());
      Asked asked = byBreak.get(adBreak.id());
      BreakAds answer = asked == null ? null : asked.answer;
      ads.put(adBreak.id(), answer == null ? AssetList.NONE : answer.list());
      if (answer != null && !answer.issues().isEmpty()) {
        issues.put(adBreak.id(), answer.issues());
      }
    }
    byBreak.keySet().retainAll(ids);
    return new Known(Map.copyOf(ads), Map.copyOf(issues));
  }
}
