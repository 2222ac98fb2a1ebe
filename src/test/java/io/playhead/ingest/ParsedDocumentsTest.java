package io.playhead.ingest;

import static io.playhead.ingest.AdServer.inLine;
import static io.playhead.ingest.AdServer.vast;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.vast.VastException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class ParsedDocumentsTest {
  private final List<Callable<Object>> given = new ArrayList<>();

  /** A worker that never gets to it. */
  private final ParsedDocuments parsed =
      new ParsedDocuments(
          1 << 20,
          work -> {
            given.add(work);
            return Future.failedFuture("busy");
          });

  private static byte[] document(int ads) {
    return vast(inLine("a").repeat(ads)).getBytes(UTF_8);
  }

  @Test
  void read_small_isReadOnTheSpot() {
    assertThat(parsed.read(document(10)).result().ads()).hasSize(10);
    assertThat(given).isEmpty();
  }

  @Test
  void read_large_isLeftToTheWorker() throws Exception {
    byte[] large = document(200);
    assertThat(parsed.read(large).cause()).hasMessage("busy");
    assertThat(given).hasSize(1);
    Object read = given.get(0).call();
    assertThat(given.get(0).call()).isSameAs(read);
  }

  @Test
  void read_largeAndBroken_failsAsASmallOneDoes() {
    ParsedDocuments here = new ParsedDocuments(1 << 20);
    byte[] broken = (vast(inLine("a").repeat(200)) + "<").getBytes(UTF_8);
    assertThat(here.read(broken).cause()).isInstanceOf(VastException.class);
  }

  @Test
  void read_sameBytesTwice_isTheSameObject() {
    assertThat(parsed.read(document(1)).result()).isSameAs(parsed.read(document(1)).result());
  }
}
