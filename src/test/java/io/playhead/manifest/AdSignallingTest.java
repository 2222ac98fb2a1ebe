package io.playhead.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.timeline.Ad;
import io.playhead.timeline.TrackingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdSignallingTest {
  private static AdSignalling read(String json) throws ManifestException {
    return AdSignalling.read(json.replace('\'', '"').getBytes(UTF_8));
  }

  @Test
  void aSlot_hasItsAd_withTrackersAndClick() throws ManifestException {
    AdSignalling read =
        read(
            "{'version':2,'type':'slot','payload':[{'type':'linear','start':1.5,'duration':15.25,"
                + "'identifiers':[{'scheme':'ad-id','value':'A1'}],'clickThrough':'https://c.test/',"
                + "'tracking':[{'type':'midpoint','urls':['https://t.test/1','https://t.test/2']},"
                + "{'type':'progress','offset':3,'urls':['https://t.test/3']},{'type':'odd','urls':['u']}]}]}");

    assertThat(read.slots()).hasSize(1);
    Ad ad = read.slots().get(0).ad();
    assertThat(read.slots().get(0).startMs()).isEqualTo(1500);
    assertThat(ad.durationMs()).isEqualTo(15_250);
    assertThat(ad.id()).isEqualTo("A1");
    assertThat(ad.details().universalAdIds()).containsExactly("ad-id A1");
    assertThat(ad.details().clickThrough()).isEqualTo("https://c.test/");
    assertThat(ad.trackers())
        .extracting("event")
        .containsExactly(
            TrackingEvent.MIDPOINT,
            TrackingEvent.MIDPOINT,
            TrackingEvent.PROGRESS,
            TrackingEvent.UNKNOWN);
  }

  @Test
  void aPod_hasSlots_andTrackersOfItsOwn() throws ManifestException {
    AdSignalling read =
        read(
            "{'version':2,'type':'pod','payload':{'duration':30,'slots':[{'type':'linear','start':15,"
                + "'duration':15},{'type':'linear','start':0,'duration':15},{'type':'overlay'}],"
                + "'tracking':[{'type':'podStart','urls':['https://t.test/s']}]}}");

    assertThat(read.durationMs()).isEqualTo(30_000);
    assertThat(read.slots()).extracting("startMs").containsExactly(0L, 15_000L);
    assertThat(read.trackers()).extracting("event").containsExactly(TrackingEvent.BREAK_STARTED);
  }

  @Test
  void payload_mayBeOneObject() throws ManifestException {
    assertThat(read("{'type':'slot','payload':{'type':'linear','start':0,'duration':5}}").slots())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "x", "{}", "{'payload':3}", "{'payload':[}"})
  void whatIsNoSignalling_isRefused(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(ManifestException.class);
  }

  @Test
  void deepAndOddValues_areRefusedOrPassedOver() throws ManifestException {
    assertThatThrownBy(() -> read("{'payload':" + "[".repeat(100_000)))
        .isInstanceOf(ManifestException.class);
    assertThat(
            read("{'payload':[{'type':'linear','start':'x','duration':-1,'tracking':7}, 5, null]}")
                .slots()
                .get(0)
                .ad()
                .durationMs())
        .isEqualTo(Ad.UNKNOWN_DURATION);
  }
}
