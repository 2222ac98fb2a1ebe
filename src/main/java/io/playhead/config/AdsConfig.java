package io.playhead.config;

import java.util.List;

/**
 * Documents fetched from ad servers.
 *
 * @param timeoutMs for all documents of a timeline together, wrappers included
 * @param maxDocuments of one timeline, wrappers included
 * @param maxAtOnce of these that are fetched at the same time
 * @param livePollMs between two looks at where the breaks of a live stream are described
 * @param maxLiveSources that are looked at
 * @param rejectSequence whether an ad with a sequence may not play behind a wrapper that allows no
 *     pods
 * @param legacyMacros ways to write macros that no standard has and that are replaced all the same
 */
public record AdsConfig(
    int timeoutMs,
    int maxDocuments,
    int maxAtOnce,
    int livePollMs,
    int maxLiveSources,
    boolean rejectSequence,
    List<String> legacyMacros) {
  private static final List<String> LEGACY_MACROS = List.of("percentSigns", "timestamp", "random");

  public AdsConfig {
    Check.range("timeoutMs", timeoutMs, 10, 120_000);
    Check.range("maxDocuments", maxDocuments, 1, 10_000);
    Check.range("maxAtOnce", maxAtOnce, 1, 1_000);
    Check.range("livePollMs", livePollMs, 100, 600_000);
    Check.range("maxLiveSources", maxLiveSources, 0, 1_000_000);
    legacyMacros.forEach(name -> Check.oneOf("legacyMacros", name, LEGACY_MACROS));
    legacyMacros = List.copyOf(legacyMacros);
  }
}
