package io.playhead.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Counts what players ask of each service, and what its origin answers. */
final class StreamMeters {
  private final Map<String, Map<Answer, Counter>> answers = new HashMap<>();
  private final Map<String, Map<Fetch, Counter>> fetches = new HashMap<>();
  private final Map<String, Map<Ads, Counter>> ads = new HashMap<>();
  private final Map<String, Counter> shared = new HashMap<>();

  /** What a player was given. */
  enum Answer {
    REDIRECT,
    MANIFEST,
    FAILED
  }

  /** How a fetch from an origin ended. */
  enum Fetch {
    OK,
    /** Another status than 200. */
    STATUS,
    /** No manifest. */
    TYPE,
    TIMEOUT,
    /** Not reached, cut off, or too large. */
    BROKEN,
    /** Too many at the same time. */
    REFUSED
  }

  /** What came of asking for the ads of a break. */
  enum Ads {
    FOUND,
    /** There are none. */
    NONE,
    /** They could not be had. */
    FAILED
  }

  StreamMeters(Collection<StreamService> services, MeterRegistry meters) {
    for (StreamService service : services) {
      Map<Answer, Counter> ofAnswers = new EnumMap<>(Answer.class);
      for (Answer answer : Answer.values()) {
        ofAnswers.put(
            answer,
            Counter.builder("playhead.stream.requests")
                .description("requests for manifests, by what came of them")
                .tag("service", service.name())
                .tag("answer", answer.name().toLowerCase(Locale.ROOT))
                .register(meters));
      }
      answers.put(service.name(), ofAnswers);
      Map<Fetch, Counter> ofFetches = new EnumMap<>(Fetch.class);
      for (Fetch fetch : Fetch.values()) {
        ofFetches.put(
            fetch,
            Counter.builder("playhead.stream.fetches")
                .description("manifests fetched from origins, by how it ended")
                .tag("service", service.name())
                .tag("outcome", fetch.name().toLowerCase(Locale.ROOT))
                .register(meters));
      }
      fetches.put(service.name(), ofFetches);
      Map<Ads, Counter> ofAds = new EnumMap<>(Ads.class);
      for (Ads outcome : Ads.values()) {
        ofAds.put(
            outcome,
            Counter.builder("playhead.stream.ads")
                .description("ads of breaks asked for, by what came of it")
                .tag("service", service.name())
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(meters));
      }
      ads.put(service.name(), ofAds);
      shared.put(
          service.name(),
          Counter.builder("playhead.stream.shared")
              .description("manifests that were at hand, or already under way")
              .tag("service", service.name())
              .register(meters));
    }
  }

  void answered(StreamService service, Answer answer) {
    Objects.requireNonNull(Objects.requireNonNull(answers.get(service.name())).get(answer))
        .increment();
  }

  void fetched(StreamService service, Fetch fetch) {
    Objects.requireNonNull(Objects.requireNonNull(fetches.get(service.name())).get(fetch))
        .increment();
  }

  void asked(StreamService service, Ads outcome) {
    Objects.requireNonNull(Objects.requireNonNull(ads.get(service.name())).get(outcome))
        .increment();
  }

  void shared(StreamService service) {
    Objects.requireNonNull(shared.get(service.name())).increment();
  }
}
