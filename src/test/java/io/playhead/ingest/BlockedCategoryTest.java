package io.playhead.ingest;

import static io.playhead.ingest.AdServer.inLine;
import static io.playhead.ingest.AdServer.vast;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.Ad;
import io.playhead.timeline.Issue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrappers that say what the ads behind them must not be about. */
class BlockedCategoryTest extends AdResolverFixture {
  private static final String IAB = "authority='https://iabtechlab.com'";

  private String blocking(String id, String target, String categories) {
    return server
        .wrapper(id, target)
        .replace("</Wrapper>", "<BlockedAdCategories " + categories + "</Wrapper>");
  }

  private static String about(String id, String category) {
    return inLine(id).replace("<Impression>", "<Category " + category + "<Impression>");
  }

  private static String blocked(String list) {
    return IAB + ">" + list + "</BlockedAdCategories>";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "authority='https://iabtechlab.com'>232</Category> | false",
        "authority='HTTPS://IABTECHLAB.COM'> 232 </Category> | false",
        ">232</Category> | false",
        "authority='https://iabtechlab.com'>7,232</Category> | false",
        "authority='https://other.test'>232</Category> | true",
        "authority='https://iabtechlab.com'>2320</Category> | true",
        "authority='https://iabtechlab.com'></Category> | true",
      })
  void resolve_categoryOfTheAd_playsUnlessItIsBlocked(String category, boolean plays) {
    server.serve("/ad", vast(about("ad", category)));

    ResolvedAds resolved = resolve(vast(blocking("w", "/ad", blocked("100, 232"))));

    assertThat(resolved.ads()).hasSize(plays ? 1 : 0);
    if (!plays) {
      assertThat(resolved.errors()).containsExactly(error("w", 205), error("ad", 205));
      assertThat(resolved.issues()).extracting(Issue::code).containsExactly("category-blocked");
    }
  }

  @Test
  void resolve_outerWrapperBlocks_alsoBehindAnInnerOne() {
    server
        .serve("/w2", vast(server.wrapper("w2", "/ad"), inLine("unused")))
        .serve("/ad", vast(about("ad", IAB + ">232</Category>"), inLine("spare")));

    ResolvedAds resolved = resolve(vast(blocking("w1", "/w2", blocked("232"))));

    assertThat(resolved.ads()).extracting(Ad::id).containsExactly("spare");
    assertThat(resolved.errors())
        .containsExactly(error("w1", 205), error("w2", 205), error("ad", 205));
  }

  @Test
  void resolve_blockedCategories_goIntoTheRequestsBehind() {
    server
        .serve("/w2", vast(blocking("w2", "/ad", blocked("300,232"))))
        .serve("/ad", vast(inLine("ad")));
    List<String> asked = new ArrayList<>();
    AdRequest request =
        new AdRequest(
            Map.of(),
            (tag, blocked) -> {
              asked.add(blocked);
              return tag;
            },
            true,
            true,
            Deadline.in(PLENTY_MS),
            new FetchBudget(10, 1));
    byte[] document =
        io.playhead.vast.VastReader.bytesOf(
            vast(
                blocking(
                    "w1",
                    "/w2",
                    blocked("100") + "<BlockedAdCategories>232</BlockedAdCategories>")));

    assertThat(await(resolver.resolve(document, request)).ads()).hasSize(1);
    assertThat(asked).containsExactly("100,232", "100,232,300");
  }
}
