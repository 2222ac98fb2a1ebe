package io.playhead.ingest;

import io.playhead.ingest.Outcome.Failure;
import io.playhead.ingest.Outcome.Step;
import io.playhead.timeline.Issue;
import io.playhead.vast.PodSelection;
import io.playhead.vast.VastAd;
import io.playhead.vast.VastDocument;
import io.playhead.vast.VastException;
import io.playhead.vast.WrapperChain;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The work of one ad request: a walk down the tree of wrappers, outcomes joined on the way back.
 */
final class Resolution {
  private static final int NOT_VAST = 101;
  private static final int LINEARITY = 201;
  private static final int BLOCKED_CATEGORY = 205;
  private static final int NO_AD = 303;

  private final DocumentSource source;
  private final ParsedDocuments parsed;
  private final AdRequest request;
  private final boolean rejectSequence;

  Resolution(
      DocumentSource source, ParsedDocuments parsed, AdRequest request, boolean rejectSequence) {
    this.source = source;
    this.parsed = parsed;
    this.request = request;
    this.rejectSequence = rejectSequence;
  }

  /**
   * Where in the tree a response stands.
   *
   * @param url of the response; empty if the caller brought it
   * @param sequence what a lone ad takes over from its wrapper
   * @param visited the ad tags of the chain, before macros: those differ each time
   */
  private record Place(
      WrapperChain chain,
      List<Step> steps,
      String url,
      boolean allowMultipleAds,
      boolean followWrappers,
      int sequence,
      Set<String> visited) {

    Place inside(VastAd.Wrapper wrapper, Step step, String answerUrl, int adSequence) {
      List<Step> longer = new ArrayList<>(steps);
      longer.add(step);
      Set<String> more = new HashSet<>(visited);
      more.add(wrapper.tagUri());
      return new Place(
          chain.followedBy(wrapper),
          longer,
          answerUrl,
          wrapper.allowMultipleAds(),
          followWrappers && wrapper.followAdditionalWrappers(),
          adSequence,
          more);
    }

    List<Step> stepsTo(Step last) {
      List<Step> all = new ArrayList<>(steps);
      all.add(last);
      return all;
    }
  }

  Future<Outcome> resolve(VastDocument document) {
    return resolve(document, "");
  }

  Future<Outcome> resolve(VastDocument document, String url) {
    return response(
        document,
        new Place(
            WrapperChain.NONE,
            List.of(),
            url,
            request.allowMultipleAds(),
            request.followWrappers(),
            0,
            url.isEmpty() ? Set.of() : Set.of(url)));
  }

  private Future<Outcome> response(VastDocument document, Place place) {
    List<Issue> issues = located(document.issues(), place.url());
    boolean numberedMayStandAlone = !rejectSequence || place.steps().isEmpty();
    PodSelection selection =
        PodSelection.of(document.ads(), place.allowMultipleAds(), numberedMayStandAlone);
    if (selection.play().isEmpty()) {
      List<String> rootErrors = document.ads().isEmpty() ? document.errorUrls() : List.of();
      Failure failure = new Failure(place.steps(), rootErrors, NO_AD);
      return Future.succeededFuture(
          Outcome.failed(failure, noAd(place.url())).withIssuesInFront(issues));
    }
    List<Future<Outcome>> members = new ArrayList<>();
    for (VastAd ad : selection.play()) {
      members.add(ad(ad, place, sequence(ad, selection, place)));
    }
    Deque<VastAd> standIns = new ArrayDeque<>(selection.standIns());
    Future<Outcome> joined = Future.succeededFuture(Outcome.NOTHING);
    for (int i = 0; i < members.size(); i++) {
      Future<Outcome> member = members.get(i);
      VastAd ad = selection.play().get(i);
      joined =
          joined.compose(
              soFar ->
                  member.compose(outcome -> standIn(outcome, ad, standIns, place)).map(soFar::and));
    }
    return joined.map(outcome -> outcome.withIssuesInFront(issues));
  }

  /** A lone ad takes its wrapper's place in the pod, a pod keeps its own numbers. */
  private static int sequence(VastAd ad, PodSelection selection, Place place) {
    boolean lone = selection.play().size() == 1 && !place.steps().isEmpty();
    return lone ? place.sequence() : ad.sequence();
  }

  private Future<Outcome> standIn(
      Outcome outcome, VastAd member, Deque<VastAd> standIns, Place place) {
    boolean mayBeReplaced =
        !(member instanceof VastAd.Wrapper wrapper)
            || !Boolean.FALSE.equals(wrapper.fallbackOnNoAd());
    if (outcome.playable() || !mayBeReplaced || standIns.isEmpty()) {
      return Future.succeededFuture(outcome);
    }
    VastAd next = standIns.remove();
    return ad(next, place, member.sequence())
        .compose(other -> standIn(outcome.replacedBy(other), next, standIns, place));
  }

  private Future<Outcome> ad(VastAd ad, Place place, int sequence) {
    if (ad instanceof VastAd.Wrapper wrapper) {
      return wrapper(wrapper, place, sequence);
    }
    VastAd.InLine inLine = (VastAd.InLine) ad;
    VastAd.Category blocked = place.chain().blocked(inLine);
    if (blocked != null) {
      String what = "is of the category " + blocked.code() + ", which a wrapper blocks";
      return failed(place, new Step(ad), BLOCKED_CATEGORY, "category-blocked", what);
    }
    io.playhead.timeline.Ad merged = place.chain().merge(inLine, sequence);
    if (inLine.linear()) {
      return Future.succeededFuture(Outcome.playing(List.of(merged)));
    }
    return failed(place, new Step(ad), LINEARITY, "ad-not-linear", "cannot play on a stream")
        .map(outcome -> outcome.withRecord(merged));
  }

  private Future<Outcome> wrapper(VastAd.Wrapper wrapper, Place place, int sequence) {
    Step step = new Step(wrapper);
    if (wrapper.tagUri().isEmpty()) {
      return failed(place, step, NOT_VAST, "wrapper-without-uri", "leads nowhere");
    }
    String refused = refusal(wrapper, place);
    if (!refused.isEmpty()) {
      return failed(place, step, AdResolver.WRAPPER_LIMIT, "wrapper-limit", refused);
    }
    String blocked = place.chain().followedBy(wrapper).blockedCategories();
    String tag = absolute(request.macros().apply(wrapper.tagUri(), blocked), place.url());
    return request
        .fetch(source, tag)
        .compose(answer -> answered(answer, wrapper, step, place, sequence))
        .recover(e -> unreachable(place, step, e));
  }

  private static Future<Outcome> unreachable(Place place, Step step, Throwable e) {
    return e instanceof VastException unusable
        ? failed(
            place,
            step,
            unusable.errorCode(),
            "bad-vast",
            "leads to a document that " + e.getMessage())
        : failed(
            place,
            step,
            AdResolver.vastError(e),
            AdResolver.code(e),
            "leads to nothing: " + e.getMessage());
  }

  private String refusal(VastAd.Wrapper wrapper, Place place) {
    if (place.chain().wrappers().size() == AdResolver.MAX_WRAPPERS) {
      return "is the wrapper after " + AdResolver.MAX_WRAPPERS + " others";
    }
    if (!place.followWrappers()) {
      return "is a wrapper where none is allowed";
    }
    return place.visited().contains(wrapper.tagUri())
        ? "leads back to where its chain has been"
        : "";
  }

  private static String absolute(String tag, String baseUrl) {
    try {
      return baseUrl.isEmpty() ? tag : HttpDocumentSource.resolve(baseUrl, tag);
    } catch (IllegalArgumentException e) {
      return tag;
    }
  }

  private Future<Outcome> answered(
      Document answer, VastAd.Wrapper wrapper, Step step, Place place, int sequence) {
    if (!answer.ok()) {
      return failed(
          place,
          step,
          AdResolver.UNAVAILABLE,
          "ad-unavailable",
          "leads to an answer " + answer.status());
    }
    if (answer.body().length() == 0) {
      return failed(place, step, NO_AD, "no-ad", "leads to an empty answer");
    }
    return parsed
        .read(answer.body().getBytes())
        .compose(
            document -> response(document, place.inside(wrapper, step, answer.url(), sequence)));
  }

  private static Future<Outcome> failed(
      Place place, Step step, int code, String issueCode, String what) {
    String kind = step.ad instanceof VastAd.Wrapper ? "wrapper" : "ad";
    String name = step.ad.id() == null ? kind : kind + " " + step.ad.id();
    Issue issue =
        new Issue(issueCode, name + " " + what, pointer(step.ad.line(), place.url()), code);
    Failure failure = new Failure(place.stepsTo(step), List.of(), code);
    return Future.succeededFuture(Outcome.failed(failure, issue));
  }

  static Issue noAd(String url) {
    return new Issue(
        "no-ad", "the response has no ad that may play", url.isEmpty() ? null : url, NO_AD);
  }

  private static String pointer(int line, String url) {
    return url.isEmpty() ? "line " + line : url + " line " + line;
  }

  private static List<Issue> located(List<Issue> issues, String url) {
    if (url.isEmpty()) {
      return issues;
    }
    return issues.stream()
        .map(
            issue ->
                new Issue(
                    issue.code(), issue.detail(), url + " " + issue.pointer(), issue.vastError()))
        .toList();
  }
}
