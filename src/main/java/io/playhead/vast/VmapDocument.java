package io.playhead.vast;

import io.playhead.timeline.Issue;
import java.util.List;

/**
 * A VMAP document (VMAP 1.0.1, 2.3).
 *
 * @param version as the document says it; empty if it does not
 * @param breaks in document order
 * @param issues what could not be used as written; bounded
 */
public record VmapDocument(String version, List<VmapBreak> breaks, List<Issue> issues) {
  public VmapDocument {
    breaks = List.copyOf(breaks);
    issues = List.copyOf(issues);
  }
}
