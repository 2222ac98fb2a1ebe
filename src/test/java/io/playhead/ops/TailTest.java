package io.playhead.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Readers of what happens to beacons, quick and slow ones. */
@ExtendWith(VertxExtension.class)
class TailTest {
  private Sink sink;
  private Api api;
  private HttpClient client;

  @BeforeEach
  void start(Vertx vertx) {
    sink = Await.get(new Sink(vertx).open());
    api = Api.start(vertx);
    client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(64));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static final class Reader {
    final StringBuffer text = new StringBuffer();
    @Nullable HttpClientResponse response;

    List<JsonObject> beacons() {
      return data("beacon");
    }

    List<JsonObject> data(String event) {
      List<JsonObject> found = new ArrayList<>();
      String all = text.toString();
      for (String block : all.substring(0, all.lastIndexOf("\n\n") + 2).split("\n\n")) {
        if (block.contains("event: " + event + "\n")) {
          found.add(new JsonObject(block.substring(block.indexOf("data: ") + 6)));
        }
      }
      return found;
    }

    String lastId() {
      String all = text.toString();
      int at = all.lastIndexOf("id: ");
      return all.substring(at + 4, all.indexOf('\n', at));
    }
  }

  private Reader tail(String query, @Nullable String lastEventId) {
    Reader reader = new Reader();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(api.service().opsUrl() + "/v1/beacons/tail?" + query);
    if (lastEventId != null) {
      options.putHeader("Last-Event-ID", lastEventId);
    }
    reader.response =
        Await.get(
            client
                .request(options)
                .compose(request -> request.send())
                .onSuccess(
                    response -> {
                      assertThat(response.statusCode()).isEqualTo(200);
                      response.exceptionHandler(gone -> {});
                      response.handler(part -> reader.text.append(part.toString()));
                    }));
    Await.until(() -> reader.text.indexOf("\n\n") > 0);
    return reader;
  }

  private static void leave(Reader reader) {
    Await.get(reader.response.request().connection().close());
  }

  @Test
  void tail_endOfASession_showsWhatWasNeverDueAsSuppressed() {
    Reader suppressed = tail("state=suppressed&event=complete", null);
    String session = api.create(Api.example(sink.url()));
    api.playing(session, 0);
    api.post("/v1/sessions/" + session + "/stop", new JsonObject());
    Await.until(() -> suppressed.beacons().size() == 3);
    assertThat(api.opsResponse("/metrics").bodyAsString())
        .contains("playhead_tails_open 1.0")
        .contains("playhead_exports_open 0.0")
        .contains("playhead_sessions_begun_total 1.0")
        .contains("playhead_sessions_ended_total 1.0");
    assertThat(suppressed.beacons())
        .allMatch(beacon -> beacon.getString("reason") != null && !beacon.containsKey("dueAtMs"));
  }

  @Test
  void tail_showsClaimsAndHowTheyEnded_throughFilters() {
    Reader all = tail("", null);
    Reader delivered = tail("state=delivered&event=start", null);
    String session = api.create(Api.example(sink.url()));
    api.playing(session, 0);
    api.playing(session, 1_000);
    Await.until(() -> all.beacons().size() == 4 && delivered.beacons().size() == 1);
    assertThat(all.beacons())
        .extracting(beacon -> beacon.getString("event") + " " + beacon.getString("state"))
        .containsExactlyInAnyOrder(
            "impression claimed", "start claimed", "impression delivered", "start delivered");
    JsonObject start = delivered.beacons().get(0);
    assertThat(start.getString("sessionId")).isEqualTo(session);
    assertThat(start.getJsonArray("attempts").getJsonObject(0).getInteger("status")).isEqualTo(204);
  }

  @Test
  void tail_comesBack_goesOnWhereItWas() {
    Reader before = tail("", null);
    String session = api.create(Api.example(sink.url()));
    api.playing(session, 0);
    Await.until(() -> before.beacons().size() == 4);
    String last = before.lastId();
    leave(before);
    api.playing(session, 1_000);
    api.playing(session, 2_000);
    Await.until(() -> sink.total() == 3);
    Reader after = tail("", last);
    Await.until(() -> after.beacons().size() == 2);
    assertThat(after.beacons())
        .extracting(beacon -> beacon.getString("event"))
        .containsOnly("firstQuartile");
    assertThat(after.data("dropped")).isEmpty();
  }

  @Test
  void tail_afterAnotherRun_saysThatSomethingIsMissing() {
    Reader reader = tail("", "0-17");
    Await.until(() -> reader.data("dropped").size() == 1);
    assertThat(reader.data("dropped").get(0)).isEqualTo(new JsonObject());
  }

  @Test
  void tails_areLimited_andGiveTheirPlaceBack() {
    List<Reader> readers = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      readers.add(tail("", null));
    }
    assertThat(api.opsResponse("/v1/beacons/tail").statusCode()).isEqualTo(503);
    leave(readers.get(0));
    Await.until(() -> tailStatus() == 200);
  }

  private int tailStatus() {
    return Await.get(
        client
            .request(
                new RequestOptions().setAbsoluteURI(api.service().opsUrl() + "/v1/beacons/tail"))
            .compose(
                request ->
                    request
                        .send()
                        .map(
                            response -> {
                              int status = response.statusCode();
                              response.exceptionHandler(gone -> {});
                              request.connection().close();
                              return status;
                            })));
  }

  @Test
  void tail_slowReader_losesAndHearsOfIt() {
    Reader slow = tail("", null);
    slow.response.pause();
    Reader quick = tail("event=start", null);
    int sessions = 2_000;
    for (int i = 0; i < sessions; i++) {
      api.playing(api.create(longUrls()), 0);
    }
    Await.until(() -> quick.beacons().size() + lost(quick) == 2 * sessions);
    slow.response.resume();
    Await.until(() -> slow.beacons().size() + lost(slow) == 4 * sessions);
    assertThat(lost(slow)).isPositive();
  }

  private static long lost(Reader reader) {
    return reader.data("dropped").stream().mapToLong(each -> each.getLong("count")).sum();
  }

  /** So that the sockets' buffers are full soon. */
  private JsonObject longUrls() {
    return new JsonObject(Api.example(sink.url() + "/" + "x".repeat(3_000)).encode());
  }
}
