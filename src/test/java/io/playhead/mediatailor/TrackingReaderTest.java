package io.playhead.mediatailor;

import static io.playhead.testing.TrackingData.ad;
import static io.playhead.testing.TrackingData.avail;
import static io.playhead.testing.TrackingData.event;
import static io.playhead.testing.TrackingData.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.timeline.Ad;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.BreakSpec.Place;
import io.playhead.timeline.Issue;
import io.playhead.timeline.Offset;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingReaderTest {
  private final List<Issue> issues = new ArrayList<>();

  private TrackingData read(String json) throws TrackingException {
    return TrackingReader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private List<BreakSpec> breaks(JsonObject document) throws TrackingException {
    return breaks(document, false, -1);
  }

  private List<BreakSpec> breaks(JsonObject document, boolean live, long epochMs)
      throws TrackingException {
    TrackingData data = read(document.encode());
    issues.addAll(data.issues());
    return data.breaks(live, epochMs, issues::add);
  }

  private List<String> codes() {
    return issues.stream().map(Issue::code).toList();
  }

  private static List<String> urls(Ad ad) {
    return ad.trackers().stream().map(TrackingUrl::url).toList();
  }

  private static JsonObject first(JsonObject document) {
    return document.getJsonArray("avails").getJsonObject(0);
  }

  @Test
  void avail_becomesABreak() throws TrackingException {
    JsonObject avail =
        avail("v", 17_817, 30_000, ad("one", 17_817, 15_000, "u"), ad("two", 32_817, 15_000, "u"));
    avail
        .getJsonArray("adBreakTrackingEvents")
        .add(
            new JsonObject()
                .put("eventType", "breakStart")
                .put("beaconUrls", new JsonArray().add("https://b/")));

    BreakSpec read = breaks(of(avail)).get(0);

    assertThat(issues).isEmpty();
    assertThat(read.id()).isEqualTo("v");
    assertThat(read.place()).isEqualTo(new Place.Stream(17_817));
    assertThat(read.durationMs()).isEqualTo(30_000);
    assertThat(read.open()).isFalse();
    assertThat(read.trackers())
        .containsExactly(TrackingUrl.of(TrackingEvent.BREAK_STARTED, "https://b/"));
    assertThat(read.ads()).extracting(Ad::id).containsExactly("one", "two");
    assertThat(read.ads()).extracting(Ad::durationMs).containsExactly(15_000L, 15_000L);
    assertThat(read.ads().get(0).trackers())
        .extracting(TrackingUrl::event)
        .containsExactly(
            TrackingEvent.IMPRESSION,
            TrackingEvent.STARTED,
            TrackingEvent.FIRST_QUARTILE,
            TrackingEvent.MIDPOINT,
            TrackingEvent.THIRD_QUARTILE,
            TrackingEvent.COMPLETED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'startTimeInSeconds':17.817} | 17817",
        "{'startTimeInSeconds':'17.817'} | 17817",
        "{'startTimeInSeconds':17.8179999} | 17817",
        "{'startTimeInSeconds':0.0} | 0",
        "{'startTimeInSeconds':116,'startTime':'PT5S'} | 116000",
        "{'startTimeInSeconds':null,'startTime':'PT1M56.060003037S'} | 116060",
        "{'startTimeInSeconds':NaN,'startTime':'PT2H'} | 7200000",
        "{'startTimeInSeconds':-4,'startTime':'PT3S'} | 3000",
        "{'startTimeInSeconds':1e999999999,'startTime':'PT3S'} | 3000",
        "{'startTimeInSeconds':1e-999999999} | 0",
        "{'startTimeInSeconds':[],'startTime':'P1DT1S'} | 86401000"
      })
  void startTime_inEveryForm_isRead(String fields, long expectedMs) throws TrackingException {
    String avail = fields.replace('\'', '"').replace("{", "{\"availId\":\"v\",");

    List<BreakSpec> read = read("{\"avails\":[" + avail + "]}").breaks(false, -1, issues::add);

    assertThat(read.get(0).place()).isEqualTo(new Place.Stream(expectedMs));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'startTime':'P'}",
        "{'startTime':'PT'}",
        "{'startTime':'5'}",
        "{'startTime':7}",
        "{'startTime':'PT99999999999999999999S'}",
        "{'startTimeInSeconds':Infinity}",
        "{'startTimeInSeconds':1e12}",
        "{'startTimeInSeconds':{}}"
      })
  void startTime_thatIsNone_isAnIssue(String fields) throws TrackingException {
    TrackingData data = read("{\"avails\":[" + fields.replace('\'', '"') + "]}");

    assertThat(data.breaks(false, -1, issues::add)).isEmpty();
    assertThat(codes()).contains("avail-without-start");
  }

  @Test
  void ads_outOfOrder_areSorted() throws TrackingException {
    JsonObject avail =
        avail(
            "v",
            10_000,
            15_000,
            ad("three", 20_000, 5_000, "u"),
            ad("one", 10_000, 5_000, "u"),
            ad("two", 15_000, 5_000, "u"));

    assertThat(breaks(of(avail)).get(0).ads())
        .extracting(Ad::id)
        .containsExactly("one", "two", "three");
    assertThat(issues).isEmpty();
  }

  @Test
  void events_areToldApartByIdAndTypeTogether() throws TrackingException {
    JsonObject ad = ad("one", 0, 8_000, "u");
    JsonArray events = ad.getJsonArray("trackingEvents");
    events.add(event("one", "impression", 0, "u/one/impression")); // the same once more
    events.add(event("one", "impression", 0, "u/another"));
    events.add(event("two", "impression", 0, "u/one/impression")); // another event
    events.add(event("p", "progress", 2_000, "u/p"));
    events.add(event("p", "progress", 4_000, "u/p"));

    Ad read = breaks(of(avail("v", 0, 8_000, ad))).get(0).ads().get(0);

    assertThat(urls(read).stream().filter("u/one/impression"::equals)).hasSize(2);
    assertThat(urls(read).stream().filter("u/another"::equals)).hasSize(1);
    assertThat(
            read.trackers().stream()
                .filter(tracker -> tracker.event() == TrackingEvent.PROGRESS)
                .map(TrackingUrl::offset))
        .containsExactly(new Offset.Time(2_000), new Offset.Time(4_000));
  }

  @Test
  void avail_listedTwice_isOne() throws TrackingException {
    JsonObject begun = avail("v", 0, 5_000, ad("one", 0, 5_000, "u"));
    JsonObject grown =
        avail("v", 0, 10_000, ad("one", 0, 5_000, "u"), ad("two", 5_000, 5_000, "u"));

    List<BreakSpec> read = breaks(of(begun, grown));

    assertThat(read).hasSize(1);
    assertThat(read.get(0).durationMs()).isEqualTo(10_000);
    assertThat(read.get(0).ads()).extracting(Ad::id).containsExactly("one", "two");
    assertThat(read.get(0).ads().get(0).trackers()).hasSize(6);
  }

  /** Two megabytes, and none of it worth a minute. */
  @Test
  @Timeout(60)
  void avail_listedAThousandTimes_hasNoMoreAdsThanOne() throws TrackingException {
    String ads = "{},".repeat(400);
    String avail = "{\"availId\":\"v\",\"startTimeInSeconds\":1,\"ads\":[" + ads + "]},";

    TrackingData read = read("{\"avails\":[" + avail.repeat(1_000) + "]}");

    assertThat(read.breaks(false, -1, issues::add)).hasSize(1);
    assertThat(read.breaks(false, -1, issues::add).get(0).ads()).hasSize(TrackingReader.MAX_ADS);
    assertThat(read.issues()).extracting(Issue::code).contains("too-many");
  }

  @Test
  @Timeout(60)
  void event_toldOnManyPages_hasNoMoreTrackersThanOne() throws TrackingException {
    TrackingData all = read("{\"avails\":[]}");
    for (int page = 0; page < 20; page++) {
      StringBuilder events = new StringBuilder();
      for (int i = 0; i < 1_000; i++) {
        events
            .append("{\"eventId\":\"e\",\"eventType\":\"impression\",\"beaconUrls\":[")
            .append(urls(page, i))
            .append("]},");
      }
      all =
          all.and(
              read(
                  "{\"avails\":[{\"availId\":\"v\",\"startTimeInSeconds\":1,\"ads\":[{\"adId\":\"a\","
                      + "\"startTimeInSeconds\":1,\"trackingEvents\":["
                      + events
                      + "]}]}]}"));
    }

    assertThat(all.breaks(false, -1, issues::add).get(0).ads().get(0).trackers())
        .hasSize(TrackingReader.MAX_EVENTS);
  }

  private static String urls(int page, int event) {
    return IntStream.range(0, 20)
        .mapToObj(i -> "\"https://t.example/" + page + "/" + event + "/" + i + "\"")
        .collect(Collectors.joining(","));
  }

  @Test
  void sameCreative_playedTwiceInABreak_isTwoAds() throws TrackingException {
    JsonObject avail =
        avail("v", 0, 10_000, ad("one", 0, 5_000, "u"), ad("one", 5_000, 5_000, "u"));

    assertThat(breaks(of(avail)).get(0).ads()).hasSize(2);
  }

  @Test
  void clickThrough_isWhereClicksLead_andNoTracker() throws TrackingException {
    JsonObject ad = ad("one", 0, 8_000, "u");
    ad.getJsonArray("trackingEvents")
        .add(event("c", "clickThrough", 0, "https://shop/"))
        .add(event("c", "clickTracking", 0, "https://clicked/"));

    Ad read = breaks(of(avail("v", 0, 8_000, ad))).get(0).ads().get(0);

    assertThat(read.details().clickThrough()).isEqualTo("https://shop/");
    assertThat(urls(read)).contains("https://clicked/").doesNotContain("https://shop/");
  }

  @Test
  void details_areKept() throws TrackingException {
    JsonObject ad =
        ad("one", 0, 8_000, "u")
            .put("adTitle", "Title")
            .put("adSystem", "2.0")
            .put("creativeId", 1234)
            .put("skipOffset", "00:00:05")
            .put("mediaFiles", new JsonObject().put("mezzanine", "https://m/x.mp4"))
            .put(
                "adVerifications",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put(
                                "trackingEvents",
                                new JsonArray()
                                    .add(
                                        new JsonObject()
                                            .put("event", "verificationNotExecuted")
                                            .put("uri", "https://v/")))));

    Ad read = breaks(of(avail("v", 0, 8_000, ad))).get(0).ads().get(0);

    assertThat(read.details().title()).isEqualTo("Title");
    assertThat(read.details().creativeId()).isEqualTo("1234");
    assertThat(read.details().mediaUri()).isEqualTo("https://m/x.mp4");
    assertThat(read.details().skipOffset()).isEqualTo(new Offset.Time(5_000));
    assertThat(read.trackers())
        .contains(TrackingUrl.of(TrackingEvent.VERIFICATION_NOT_EXECUTED, "https://v/"));
  }

  /*
   * told   |-------- 30 s marker --------|
   * listed |-- 15 s --|
   */
  @Test
  void marker_ofAVodAvail_doesNotLengthenWhatWasFilled() throws TrackingException {
    JsonObject avail =
        avail("v", 0, 15_000, ad("one", 0, 15_000, "u")).put("adMarkerDuration", "PT30S");

    assertThat(breaks(of(avail)).get(0).durationMs()).isEqualTo(15_000);
  }

  @Test
  void marker_ofALiveAvail_leavesRoomToGrow() throws TrackingException {
    JsonObject growing =
        avail("v", 0, 15_000, ad("one", 0, 15_000, "u")).put("adMarkerDuration", "PT30S");
    BreakSpec open = breaks(of(growing), true, -1).get(0);
    JsonObject full =
        avail("v", 0, 30_000, ad("one", 0, 15_000, "u"), ad("two", 15_000, 15_000, "u"))
            .put("adMarkerDuration", "PT30S");
    BreakSpec closed = breaks(of(full), true, -1).get(0);

    assertThat(open.open()).isTrue();
    assertThat(open.durationMs()).isEqualTo(30_000);
    assertThat(closed.open()).isFalse();
  }

  @Test
  void duration_nullOrZero_isThatOfTheMarkerOrTheAds() throws TrackingException {
    JsonObject notYet = avail("v", 0, 0).put("adMarkerDuration", "PT30S");
    JsonObject bare = avail("w", 60_000, 0, ad("one", 60_000, 15_000, "u"));
    bare.putNull("duration").putNull("durationInSeconds");

    List<BreakSpec> read = breaks(of(notYet, bare), true, -1);

    assertThat(read.get(0).durationMs()).isEqualTo(30_000);
    assertThat(read.get(1).durationMs()).isEqualTo(BreakSpec.UNKNOWN_DURATION);
  }

  @Test
  void liveAvail_isOpenWhileItIsTheLast() throws TrackingException {
    JsonObject first = avail("v", 0, 15_000, ad("one", 0, 15_000, "u"));
    JsonObject second = avail("w", 90_000, 15_000, ad("two", 90_000, 15_000, "u"));

    assertThat(breaks(of(second, first), true, -1))
        .extracting(BreakSpec::open)
        .containsExactly(true, false);
  }

  @Test
  void dates_withTheStreamsEpoch_placeLiveAvails() throws TrackingException {
    Instant epoch = Instant.parse("2026-01-01T00:00:00Z");
    JsonObject avail =
        avail("v", 5_000, 15_000, ad("one", 5_000, 15_000, "u"))
            .put("availProgramDateTime", "2026-01-01T01:01:00.5+01:00");
    JsonObject byAd =
        avail(
            "w",
            95_000,
            15_000,
            ad("two", 95_000, 15_000, "u").put("adProgramDateTime", "2026-01-01T00:02:00+0000"));

    List<BreakSpec> live = breaks(of(avail, byAd), true, epoch.toEpochMilli());
    List<BreakSpec> vod = breaks(of(avail), false, epoch.toEpochMilli());

    assertThat(live.get(0).place()).isEqualTo(new Place.Stream(60_500));
    assertThat(live.get(1).place()).isEqualTo(new Place.Stream(120_000));
    assertThat(vod.get(0).place()).isEqualTo(new Place.Stream(5_000));
  }

  @Test
  void gapBetweenAds_isSlateOfItsOwn() throws TrackingException {
    JsonObject avail =
        avail("v", 0, 20_000, ad("one", 0, 5_000, "u"), ad("two", 10_000, 10_000, "u"));

    BreakSpec read = breaks(of(avail)).get(0);

    assertThat(read.ads()).extracting(Ad::durationMs).containsExactly(5_000L, 5_000L, 10_000L);
    assertThat(read.ads().get(1).trackers()).isEmpty();
    assertThat(codes()).containsExactly("ads-apart");
  }

  @Test
  void ad_withoutDuration_lastsToTheNext() throws TrackingException {
    JsonObject one = ad("one", 0, 0, "u").putNull("duration").putNull("durationInSeconds");
    JsonObject two = ad("two", 7_000, 0, "u").putNull("duration").putNull("durationInSeconds");

    BreakSpec read = breaks(of(avail("v", 0, 20_000, one, two))).get(0);

    assertThat(read.ads()).extracting(Ad::durationMs).containsExactly(7_000L, Ad.UNKNOWN_DURATION);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | no-avails",
        "{'avails':7} | no-list",
        "{'avails':[7]} | no-object",
        "{'avails':[{'startTimeInSeconds':1}]} | avail-without-id",
        "{'avails':[{'availId':'v','startTimeInSeconds':1,'ads':'x'}]} | no-list",
        "{'avails':[{'availId':'v','startTimeInSeconds':1,'ads':[null]}]} | no-object",
        "{'avails':[{'availId':'v','startTimeInSeconds':1,'ads':[{'trackingEvents':[{}]}]}]} | event-without-type",
        "{'avails':[{'availId':'v','startTimeInSeconds':1,'ads':[{'trackingEvents':[3]}]}]} | event-without-type",
        "{'avails':[{'availId':'v','startTimeInSeconds':1,'ads':[{'trackingEvents':[{'eventType':'start','beaconUrls':[4]}]}]}]} | bad-url",
        "{'avails':[{'availId':'v','startTimeInSeconds':1,'ads':[{'trackingEvents':[{'eventType':'progress','beaconUrls':['u']}]}]}]} | progress-without-offset",
        "{'avails':[{'availId':'v','startTimeInSeconds':1,'availProgramDateTime':'yesterday'}]} | bad-time",
        "{'avails':[{'availId':'v','startTimeInSeconds':1,'adMarkerDuration':'long'}]} | bad-time"
      })
  void whatIsMissing_isNamed_andTheRestRead(String document, String code) throws TrackingException {
    TrackingData data = read(document.replace('\'', '"'));

    issues.addAll(data.issues());
    data.breaks(false, -1, issues::add);

    assertThat(codes()).contains(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "7", "\"x\"", "{", "{'avails':[}", "<xml/>", "{} {}"})
  void noTrackingData_isRefused(String document) {
    assertThatThrownBy(() -> read(document.replace('\'', '"')))
        .isInstanceOf(TrackingException.class);
  }

  @Test
  void deepDocument_isRefused() {
    String deep = "{\"avails\":" + "[".repeat(100_000);

    assertThatThrownBy(() -> read(deep)).isInstanceOf(TrackingException.class);
  }

  @Test
  void hugeNumber_isRefused() {
    String huge = "{\"avails\":[{\"startTimeInSeconds\":" + "9".repeat(100_000) + "}]}";

    assertThatThrownBy(() -> read(huge)).isInstanceOf(TrackingException.class);
  }

  @Test
  void tooManyOfAnything_areCut() throws TrackingException {
    JsonArray avails = new JsonArray();
    for (int i = 0; i < TrackingReader.MAX_AVAILS + 1; i++) {
      avails.add(avail("v" + i, i * 1_000L, 500));
    }
    TrackingData many = read(new JsonObject().put("avails", avails).encode());
    JsonObject ad = ad("one", 0, 8_000, "u");
    JsonArray urls = new JsonArray();
    for (int i = 0; i < TrackingReader.MAX_EVENTS; i++) {
      urls.add("https://u/" + i);
    }
    for (int i = 0; i < 30; i++) {
      ad.getJsonArray("trackingEvents")
          .add(
              new JsonObject()
                  .put("eventId", "" + i)
                  .put("eventType", "mute")
                  .put("beaconUrls", urls));
    }
    Ad cut = breaks(of(avail("v", 0, 8_000, ad))).get(0).ads().get(0);

    assertThat(many.breaks(false, -1, issues::add)).hasSize(TrackingReader.MAX_AVAILS);
    assertThat(cut.trackers()).hasSize(TrackingReader.MAX_TRACKERS);
    assertThat(issues).hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void longTexts_areCutOrRefused() throws TrackingException {
    JsonObject ad = ad("one", 0, 8_000, "u").put("adTitle", "t".repeat(100_000));
    ad.getJsonArray("trackingEvents").add(event("l", "mute", 0, "https://" + "l".repeat(9_000)));

    Ad read = breaks(of(avail("v", 0, 8_000, ad))).get(0).ads().get(0);

    assertThat(read.details().title()).hasSize(1024);
    assertThat(read.trackers()).hasSize(6);
    assertThat(codes()).containsExactly("bad-url");
  }

  /** Whatever is done to a document, it is read or refused. */
  @Test
  void mutatedDocuments_neverFailOtherwise() {
    Random random = new Random(8);
    String whole =
        of(
                avail("v", 0, 10_000, ad("one", 0, 5_000, "u"), ad("two", 5_000, 5_000, "u")),
                avail("w", 60_000, 5_000, ad("three", 60_000, 5_000, "u")))
            .encode();
    String[] bits = {"null", "-1", "[]", "{}", "\"\"", "1e999", "NaN", ",", "}", "\"PT\"", "true"};
    int read = 0;
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder(whole);
      for (int cut = random.nextInt(3); cut >= 0; cut--) {
        int at = random.nextInt(text.length());
        int to = Math.min(text.length(), at + random.nextInt(12));
        text.replace(at, to, bits[random.nextInt(bits.length)]);
      }
      try {
        read(text.toString()).breaks(random.nextBoolean(), random.nextInt(3) - 1, issue -> {});
        read++;
      } catch (TrackingException e) {
        // As it should be.
      }
    }
    assertThat(read).isPositive();
  }

  @Test
  void shapesOfOtherKinds_neverFailOtherwise() throws TrackingException {
    Object[] values = {
      null, 0, -1, "", "x", true, new JsonArray(), new JsonObject(), new JsonArray().add(1), 1e300
    };
    JsonObject whole = of(avail("v", 0, 10_000, ad("one", 0, 5_000, "u")));
    for (Object value : values) {
      for (String name : first(whole).fieldNames()) {
        JsonObject changed = whole.copy();
        first(changed).put(name, value);
        breaks(changed, true, 5);
      }
      for (String name : first(whole).getJsonArray("ads").getJsonObject(0).fieldNames()) {
        JsonObject changed = whole.copy();
        first(changed).getJsonArray("ads").getJsonObject(0).put(name, value);
        breaks(changed, true, 5);
      }
    }
    assertThat(issues).isNotEmpty();
  }
}
