package io.playhead.ingest;

import static io.playhead.ingest.AdServer.inLine;
import static io.playhead.ingest.AdServer.vast;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.Ad;
import io.playhead.timeline.TrackingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which ads of a response play, and what stands in for those that fail. */
class PodResolutionTest extends AdResolverFixture {
  @Test
  void resolve_podBehindWrapper_onlyWhereAllowed() {
    server.serve("/pod", vast(inLine("b", "sequence='2'"), inLine("a", "sequence='1'")));

    assertThat(resolve(vast(server.wrapper("w", "/pod"))).ads()).isEmpty();

    ResolvedAds allowed =
        resolve(vast(server.wrapper("w", "/pod", "sequence='7'", "allowMultipleAds='true'")));
    assertThat(allowed.ads()).extracting(Ad::id).containsExactly("a", "b");
    assertThat(allowed.ads()).extracting(Ad::sequence).containsExactly(1, 2);
    assertThat(allowed.ads())
        .allMatch(ad -> urls(ad, TrackingEvent.IMPRESSION).contains("https://t.test/imp/w"));
  }

  @Test
  void resolve_failedPodMember_standInTakesItsPlace() {
    server.serve("/lone", vast(inLine("lone", "sequence='1'")));
    ResolvedAds resolved =
        resolve(
            vast(
                inLine("first", "sequence='1'"),
                server.wrapper("gone", "/gone", "sequence='2'", ""),
                server.wrapper("third", "/lone", "sequence='3'", ""),
                inLine("spare"),
                inLine("unused")));
    assertThat(resolved.ads()).extracting(Ad::id).containsExactly("first", "spare", "lone");
    assertThat(resolved.ads()).extracting(Ad::sequence).containsExactly(1, 2, 3);
    assertThat(resolved.errors()).containsExactly(error("gone", 301));
  }

  @Test
  void resolve_fallbackForbidden_noStandIn() {
    String spare = inLine("spare");
    String gone = server.wrapper("gone", "/gone", "", "fallbackOnNoAd='false'");
    assertThat(resolve(vast(gone, spare)).ads()).isEmpty();
    String asked = server.wrapper("gone", "/gone", "", "fallbackOnNoAd='true'");
    assertThat(resolve(vast(asked, spare)).ads()).extracting(Ad::id).containsExactly("spare");
  }

  @Test
  void resolve_podOfFailingWrappers_outerErrorOnceForEachCode() {
    server.serve(
        "/pod",
        vast(
            server.wrapper("p1", "/gone1", "sequence='1'", ""),
            server.wrapper("p2", "/gone2", "sequence='2'", ""),
            inLine("p3", "sequence='3'")));
    ResolvedAds resolved =
        resolve(vast(server.wrapper("w", "/pod", "", "allowMultipleAds='true'")));
    assertThat(resolved.ads()).extracting(Ad::id).containsExactly("p3");
    assertThat(resolved.errors())
        .containsExactly(error("w", 301), error("p1", 301), error("p2", 301));
  }

  @Test
  void resolve_adWithoutLinear_keptForTheRecord() {
    ResolvedAds resolved =
        resolve(
            vast(
                "<Ad id='n'><InLine><Error>https://t.test/err/n/[ERRORCODE]</Error></InLine></Ad>"));
    assertThat(resolved.ads()).extracting(Ad::durationMs).containsExactly(0L);
    assertThat(resolved.errors()).containsExactly(error("n", 201));
  }

  @Test
  void resolve_numberedAdBehindWrapper_playsUnlessTheRuleIsStrict() {
    server.serve("/lone", vast(inLine("lone", "sequence='4'")));
    String document = vast(server.wrapper("w", "/lone"));

    assertThat(resolve(document).ads()).extracting(Ad::id).containsExactly("lone");

    resolver = strict();
    ResolvedAds strict = resolve(document);
    assertThat(strict.ads()).isEmpty();
    assertThat(strict.errors()).containsExactly(error("w", 303));
    assertThat(resolve(vast(inLine("top", "sequence='4'"))).ads()).hasSize(1);
  }

  @Test
  void resolve_macrosAndHeaders_reachTheServer() {
    List<String> seen = new ArrayList<>();
    server.on(
        "/ad",
        request -> {
          seen.add(request.query() + " " + request.getHeader("X-Device-IP"));
          request.response().end(vast(inLine("ad")));
        });
    AdRequest request =
        new AdRequest(
            Map.of("X-Device-IP", "203.0.113.7"),
            (url, blocked) -> url.replace("[CACHEBUSTING]", "12345678"),
            true,
            true,
            Deadline.in(PLENTY_MS),
            new FetchBudget(1, 1));
    byte[] document = vast(server.wrapper("w", "/ad?cb=[CACHEBUSTING]")).getBytes(UTF_8);
    assertThat(await(resolver.resolve(document, request)).ads()).hasSize(1);
    assertThat(seen).containsExactly("cb=12345678 203.0.113.7");
  }

  @Test
  void resolve_sameDocumentTwice_sharesItsAds() {
    String document = vast(inLine("ad"));
    assertThat(resolve(document)).isSameAs(resolve(document));
  }

  @Test
  void resolve_manyHangingServers_poolRecovers() {
    server.on("/hang", request -> {}).serve("/ad", vast(inLine("ad")));
    String[] hanging = new String[20];
    for (int i = 0; i < hanging.length; i++) {
      String attributes = "sequence='" + (i + 1) + "'";
      hanging[i] = server.wrapper("h" + i, "/hang?" + i, attributes, "");
    }
    assertThat(resolve(vast(hanging), SHORT_MS).errors()).hasSize(20);
    assertThat(resolve(vast(server.wrapper("w", "/ad"))).ads()).hasSize(1);
  }
}
