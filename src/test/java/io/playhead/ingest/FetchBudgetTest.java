package io.playhead.ingest;

import static io.playhead.ingest.AdServer.inLine;
import static io.playhead.ingest.AdServer.vast;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.Issue;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One response must not make the service fetch hundreds of others. */
class FetchBudgetTest {
  private static final String POD = "http://ads.test/pod";

  private final List<String> fetched = new ArrayList<>();

  private final AdResolver resolver =
      new AdResolver(
          (url, deadline, headers) -> {
            fetched.add(url);
            return Future.succeededFuture(
                document(url.startsWith(POD) ? pod("http://ads.test/ad") : vast(inLine("ad"))));
          },
          new ParsedDocuments(1 << 20));

  private static Document document(String text) {
    return new Document("", 200, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(text));
  }

  private static AdRequest request(int documents) {
    return new AdRequest(
        Map.of(),
        (tag, blocked) -> tag,
        true,
        true,
        Deadline.in(60_000),
        new FetchBudget(documents, 4));
  }

  /** Ten wrappers, each with a target of its own. */
  private static String pod(String target) {
    StringBuilder ads = new StringBuilder();
    for (int i = 1; i <= 10; i++) {
      ads.append("<Ad id='w%1$d' sequence='%1$d'><Wrapper allowMultipleAds='true'>".formatted(i));
      ads.append("<VASTAdTagURI>%s?%d</VASTAdTagURI>".formatted(target, i));
      ads.append("<Error>https://t.test/err/w%d</Error></Wrapper></Ad>".formatted(i));
    }
    return vast(ads.toString());
  }

  @Test
  void resolve_podOfPods_fetchesNoMoreThanTheBudget() {
    ResolvedAds resolved = resolver.resolve(pod(POD).getBytes(UTF_8), request(30)).result();

    // Three pods, and 27 of their ads; three ads and seven pods are left.
    assertThat(fetched).hasSize(30);
    assertThat(resolved.ads()).hasSize(27);
    assertThat(resolved.issues())
        .filteredOn(issue -> issue.code().equals("document-limit"))
        .hasSize(10)
        .allMatch(issue -> issue.vastError() == 302);
    assertThat(resolved.errors()).isNotEmpty().allMatch(error -> error.code() == 302);
  }

  @Test
  void resolve_tagBeyondTheBudget_saysWhyThereIsNoAd() {
    AdRequest request = request(1);

    assertThat(resolver.resolve("http://ads.test/ad?1", request).result().ads()).hasSize(1);
    ResolvedAds second = resolver.resolve("http://ads.test/ad?2", request).result();

    assertThat(second.responseError()).isEqualTo(302);
    assertThat(second.issues()).extracting(Issue::code).containsExactly("document-limit");
    assertThat(fetched).hasSize(1);
  }

  @Test
  void spend_moreThanAtOnce_eachStartsWhenAnotherHasEnded() {
    FetchBudget budget = new FetchBudget(99, 3);
    List<Promise<Document>> started = new ArrayList<>();
    List<Future<Document>> results = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      results.add(
          budget.spend(
              () -> {
                Promise<Document> answer = Promise.promise();
                started.add(answer);
                return answer.future();
              }));
    }

    assertThat(started).hasSize(3);
    for (int i = 0; i < 12; i++) {
      if (i % 2 == 0) {
        started.get(i).complete(document(""));
      } else {
        started.get(i).fail("gone");
      }
      assertThat(started).hasSize(Math.min(12, i + 4));
    }
    assertThat(results).allMatch(Future::isComplete).filteredOn(Future::failed).hasSize(6);
  }
}
