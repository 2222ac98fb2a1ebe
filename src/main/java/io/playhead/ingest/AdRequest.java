package io.playhead.ingest;

import io.vertx.core.Future;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * On whose behalf ads are resolved, and under which rules.
 *
 * @param headers to send with each request: the viewer's device (VAST 4.3, 1.1.3)
 * @param macros replaces the macros of an ad tag; its second argument is the list, with commas, of
 *     the categories that the wrappers on the way there block, for {@code [BLOCKEDADCATEGORIES]}
 * @param allowMultipleAds whether the response may be a pod
 * @param followWrappers whether it may be a wrapper
 * @param deadline for everything together; each document has at most {@link AdResolver#HOP_MS} of
 *     it
 * @param budget for everything together
 */
public record AdRequest(
    Map<String, String> headers,
    BinaryOperator<String> macros,
    boolean allowMultipleAds,
    boolean followWrappers,
    Deadline deadline,
    FetchBudget budget) {
  public AdRequest {
    headers = Map.copyOf(headers);
  }

  /** A request without headers, that takes what comes. */
  public static AdRequest of(UnaryOperator<String> macros, Deadline deadline) {
    return new AdRequest(
        Map.of(),
        (tag, blocked) -> macros.apply(tag),
        true,
        true,
        deadline,
        new FetchBudget(FetchBudget.MAX_DOCUMENTS, FetchBudget.MAX_AT_ONCE));
  }

  /** The same for another set of rules, at the cost of the same deadline and budget. */
  AdRequest withRules(boolean multipleAds, boolean wrappers) {
    return new AdRequest(headers, macros, multipleAds, wrappers, deadline, budget);
  }

  /** Fetches a document: when the budget has room, in the time that is left then. */
  Future<Document> fetch(DocumentSource source, String url) {
    return budget.spend(() -> source.fetch(url, deadline.orIn(AdResolver.HOP_MS), headers));
  }
}
