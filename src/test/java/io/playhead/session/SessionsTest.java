package io.playhead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Await;
import io.playhead.timeline.TimelineSpec;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.TrackingPolicy;
import io.playhead.tracking.TrackingRules;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final long CREATED_MS = 1_790_000_000_000L;
  private static final SessionSettings SETTINGS =
      new SessionSettings(TrackingRules.DEFAULT, 3_600_000, 100, 64, 5000, false);

  private final Random random = new Random(5);
  private final RecordingLedger ledger = new RecordingLedger();
  private long nowMs = CREATED_MS;
  private Sessions sessions;

  @BeforeEach
  void start() {
    sessions = sessions();
  }

  private Sessions sessions() {
    return new Sessions(
        SETTINGS,
        ledger,
        (claims, device) -> {},
        new UrlMacros(Set.of(), random),
        url -> new Addressing.Address(url, "ads.example", null),
        () -> nowMs);
  }

  private Session create(String contentId, Device device) {
    NewSession wanted =
        new NewSession(
            SessionIds.create(nowMs, random),
            null,
            new SessionDetails(contentId, TrackingPolicy.LENIENT, -1, Map.of("X", "y")),
            Map.of("account", "a7"),
            device,
            TimelineSpec.EMPTY,
            List.of(),
            List.of());
    return Await.get(sessions.create(wanted)).session();
  }

  private void report(Session session, long positionMs, long afterMs) {
    nowMs = CREATED_MS + afterMs;
    Await.get(sessions.report(session, PlayheadReport.playing(positionMs, nowMs)));
  }

  @Test
  void report_straightPlay_isNotCommitted() {
    Session session = create("film", Device.UNKNOWN);
    report(session, 0, 0);
    int before = ledger.entries.size();
    for (int i = 1; i <= 20; i++) {
      report(session, i * 1000, i * 1000);
    }

    assertThat(ledger.entries).hasSize(before);
  }

  @Test
  void report_smallLagsThatAddUp_areCommittedOnceTheyStray() {
    Session session = create("film", Device.UNKNOWN);
    report(session, 0, 0);
    int before = ledger.entries.size();
    report(session, 900, 1000);
    report(session, 1800, 2000);
    assertThat(ledger.entries).hasSize(before);
    report(session, 2700, 3000);
    assertThat(ledger.entries).hasSize(before + 1);
    report(session, 3600, 4000);

    assertThat(ledger.entries).as("counted from the last commit").hasSize(before + 1);
  }

  @Test
  void create_manyAlike_haveOneOfEachTextAndAllOfTheirOwn() {
    Device device = new Device("203.0.113.7", "TV/1.0", null, "de", null);
    Session one = create(new String("film"), device);
    Session other =
        create(
            new String("film"), new Device("2001:db8::1", new String("TV/1.0"), null, "de", null));

    assertThat(other.details()).isSameAs(one.details());
    assertThat(other.rules()).isSameAs(one.rules());
    assertThat(other.device().userAgent()).isSameAs(one.device().userAgent());
    assertThat(one.device()).isEqualTo(device);
    assertThat(other.device().ip()).isEqualTo("2001:db8::1");
  }

  @Test
  void find_inAnotherProcess_isAsItWasCreated() {
    Device device = new Device("203.0.113.7", "TV/1.0", "https://app.example/", "de", "com.app");
    Session created = create("film", device);
    report(created, 0, 10);
    sessions = sessions();
    Session found = Await.get(sessions.find(created.id()));

    assertThat(found).isNotSameAs(created).isEqualTo(created);
    assertThat(found.createdAtMs()).isEqualTo(CREATED_MS);
    assertThat(found.device()).isEqualTo(device);
    assertThat(found.details()).isEqualTo(created.details());
    assertThat(found.rules().policy()).isEqualTo(TrackingPolicy.LENIENT);
    assertThat(found.view().progress().started()).isTrue();
  }

  @Test
  void isTouchDue_onceAMinute() {
    Session session = create("film", Device.UNKNOWN);
    report(session, 0, 0);
    long startMs = CREATED_MS - CREATED_MS % Session.TOUCH_MS;

    assertThat(session.isTouchDue(startMs + Session.TOUCH_MS - 1)).isFalse();
    assertThat(session.isTouchDue(startMs + Session.TOUCH_MS)).isTrue();
  }
}
