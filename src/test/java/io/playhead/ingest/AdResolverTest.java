package io.playhead.ingest;

import static io.playhead.ingest.AdServer.inLine;
import static io.playhead.ingest.AdServer.vast;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.beacon.EgressClient;
import io.playhead.beacon.EgressGuard;
import io.playhead.timeline.Ad;
import io.playhead.timeline.Issue;
import io.playhead.timeline.TrackingEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrapper chains against a real server: how long they may be, and all the ways to fail. */
class AdResolverTest extends AdResolverFixture {
  private static final long HOP_MS = AdResolver.HOP_MS / 10;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void resolve_chainOfWrappers_fiveAtMost(int levels) {
    for (int level = 2; level <= levels; level++) {
      server.serve("/w" + level, vast(server.wrapper("w" + level, next(level, levels))));
    }
    server.serve("/ad", vast(inLine("ad")));

    ResolvedAds resolved = resolve(vast(server.wrapper("w1", next(1, levels))));

    if (levels <= AdResolver.MAX_WRAPPERS) {
      assertThat(resolved.errors()).isEmpty();
      Ad ad = resolved.ads().get(0);
      assertThat(urls(ad, TrackingEvent.IMPRESSION)).isEqualTo(ids("imp", levels, true));
      assertThat(urls(ad, TrackingEvent.STARTED)).isEqualTo(ids("start", levels, false));
      assertThat(ad.id()).isEqualTo("ad");
    } else {
      assertThat(resolved.ads()).isEmpty();
      assertThat(resolved.errors())
          .containsExactly(
              error("w1", 302),
              error("w2", 302),
              error("w3", 302),
              error("w4", 302),
              error("w5", 302),
              error("w6", 302));
      assertThat(server.requests()).hasSize(5);
    }
  }

  private static String next(int level, int levels) {
    return level == levels ? "/ad" : "/w" + (level + 1);
  }

  private static List<String> ids(String kind, int levels, boolean outermostFirst) {
    List<String> ids = new ArrayList<>();
    for (int level = 1; level <= levels; level++) {
      ids.add("https://t.test/" + kind + "/w" + level);
    }
    ids.add("https://t.test/" + kind + "/ad");
    if (!outermostFirst) {
      Collections.reverse(ids);
    }
    return ids;
  }

  @Test
  void resolve_loop_302ForTheWholeChain() {
    server.serve("/a", vast(server.wrapper("a", "/b")));
    server.serve("/b", vast(server.wrapper("b", "/a")));

    ResolvedAds resolved = resolve(vast(server.wrapper("top", "/a")));

    assertThat(resolved.ads()).isEmpty();
    assertThat(resolved.errors())
        .containsExactly(error("top", 302), error("a", 302), error("b", 302));
    assertThat(server.requests()).containsExactly("/a", "/b");
  }

  private void assertFails(Consumer<HttpServerRequest> answer, int code, long deadlineMs) {
    server.on("/bad", answer).serve("/w2", vast(server.wrapper("w2", "/bad")));
    ResolvedAds resolved = resolve(vast(server.wrapper("w1", "/w2")), deadlineMs);
    assertThat(resolved.ads()).isEmpty();
    assertThat(resolved.errors()).containsExactly(error("w1", code), error("w2", code));
    assertThat(resolved.issues()).extracting(issue -> issue.vastError()).contains(code);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 500, 503, 301})
  void resolve_badStatus_301(int status) {
    assertFails(request -> request.response().setStatusCode(status).end(), 301, PLENTY_MS);
  }

  @Test
  void resolve_hang_301() {
    assertFails(request -> {}, 301, SHORT_MS);
  }

  @Test
  void resolve_drip_301() {
    assertFails(
        request -> {
          request.response().setChunked(true);
          vertx.setPeriodic(20, id -> request.response().write(" "));
        },
        301,
        SHORT_MS);
  }

  /** Each hop takes a tenth of the time that one may take; four of them take more than all may. */
  @Test
  @Timeout(30)
  void resolve_hopsTooSlowTogether_301ForAsFarAsItCame() {
    List<ErrorBeacon> chain = new ArrayList<>();
    for (int level = 1; level <= 5; level++) {
      String document = vast(server.wrapper("w" + level, next(level, 5)));
      chain.add(error("w" + level, 301));
      server.on(
          "/w" + level,
          request -> vertx.setTimer(HOP_MS, timer -> request.response().end(document)));
    }
    server.serve("/ad", vast(inLine("ad")));

    ResolvedAds resolved = resolve(vast(server.wrapper("w1", "/w2")), 4 * HOP_MS - 1);

    assertThat(resolved.ads()).isEmpty();
    assertThat(resolved.errors()).isNotEmpty();
    assertThat(resolved.errors()).isEqualTo(chain.subList(0, resolved.errors().size()));
    assertThat(resolved.issues()).extracting(Issue::code).containsExactly("ad-unavailable");
    assertThat(server.requests()).doesNotContain("/ad");
  }

  @Test
  void resolve_connectionReset_301() {
    assertFails(request -> request.connection().close(), 301, PLENTY_MS);
  }

  @Test
  void resolve_redirectsWithoutEnd_301() {
    assertFails(
        request -> request.response().setStatusCode(302).putHeader("Location", "/bad").end(),
        301,
        PLENTY_MS);
  }

  @Test
  void resolve_tooLarge_301() {
    Buffer large = Buffer.buffer(new byte[3 << 20]);
    assertFails(request -> request.response().end(large), 301, PLENTY_MS);
  }

  @Test
  void resolve_notXml_100() {
    assertFails(request -> request.response().end("<VAST version='4.0'><Ad>"), 100, PLENTY_MS);
  }

  @Test
  void resolve_notVast_101() {
    assertFails(request -> request.response().end("<html/>"), 101, PLENTY_MS);
  }

  @Test
  void resolve_emptyAnswer_303() {
    assertFails(request -> request.response().setStatusCode(204).end(), 303, PLENTY_MS);
  }

  @Test
  void resolve_otherScheme_301WithoutRequest() {
    ResolvedAds resolved = resolve(vast(server.wrapper("w", "ftp://127.0.0.1/ad")));
    assertThat(resolved.errors()).containsExactly(error("w", 301));
  }

  @Test
  void resolve_redirects_followed() {
    server
        .on("/r", r -> r.response().setStatusCode(302).putHeader("Location", "/r2?x=1").end())
        .on(
            "/r2",
            r -> r.response().setStatusCode(307).putHeader("Location", server.url("/ad")).end())
        .serve("/ad", vast(inLine("ad")));
    ResolvedAds resolved = resolve(vast(server.wrapper("w", "/r")));
    assertThat(resolved.ads()).extracting(Ad::id).containsExactly("ad");
    assertThat(server.requests()).containsExactly("/r", "/r2?x=1", "/ad");
  }

  @Test
  void resolve_noAdBehindWrapper_303WithRootErrors() {
    server.serve("/none", "<VAST version='4.2'><Error>https://t.test/root</Error></VAST>");
    ResolvedAds resolved = resolve(vast(server.wrapper("w", "/none")));
    assertThat(resolved.ads()).isEmpty();
    assertThat(resolved.errors())
        .containsExactly(error("w", 303), new ErrorBeacon("https://t.test/root", 303));
  }

  @Test
  void resolve_addressNotAllowed_nothingIsSent() {
    HttpClient guarded =
        EgressClient.forDocuments(vertx, EgressGuard.of(List.of()), EgressClient.Limits.DEFAULT);
    server.serve("/ad", vast(inLine("ad")));
    AdRequest request = AdRequest.of(UnaryOperator.identity(), Deadline.in(PLENTY_MS));
    ResolvedAds resolved = await(resolver(guarded).resolve(server.url("/ad"), request));
    assertThat(resolved.ads()).isEmpty();
    assertThat(resolved.responseError()).isEqualTo(301);
    assertThat(server.requests()).isEmpty();
    await(guarded.close());
  }

  @Test
  void resolve_wrapperThatAllowsNoWrappers_302() {
    server.serve("/w2", vast(server.wrapper("w2", "/ad"))).serve("/ad", vast(inLine("ad")));
    ResolvedAds resolved =
        resolve(vast(server.wrapper("w1", "/w2", "", "followAdditionalWrappers='false'")));
    assertThat(resolved.ads()).isEmpty();
    assertThat(resolved.errors()).containsExactly(error("w1", 302), error("w2", 302));
    assertThat(server.requests()).containsExactly("/w2");
  }
}
