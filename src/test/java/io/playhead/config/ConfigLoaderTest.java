package io.playhead.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  @TempDir Path directory;

  /** Names and defaults are what scripts and operators rely on: a change here is a breaking one. */
  @Test
  void load_nothingSet_hasTheseDefaults() {
    assertThat(load(Map.of()))
        .isEqualTo(
            new PlayheadConfig(
                new HttpConfig(
                    "127.0.0.1",
                    8080,
                    4_194_304,
                    0,
                    16_384,
                    16_384,
                    0,
                    1_000,
                    20_000,
                    60_000,
                    List.of(),
                    "/stream",
                    "bpkio_sessionid",
                    "bpkio_serviceid"),
                new OpsConfig("127.0.0.1", 8081),
                new LimitsConfig(20, 2_000, 0, 60),
                new LedgerConfig("duckdb", "data/playhead.duckdb", 90, 5_000, false),
                new TrackingConfig("strict", 2.0, 2_000, 120_000, 10_000, 10_000, 5_000),
                new SessionConfig(21_600_000, 0, 64, 1_000),
                new AdsConfig(8_000, 100, 16, 5_000, 10_000, false, List.of()),
                new DeliveryConfig(3_000, "drop", "resend", 3_600_000, 64, 0, List.of()),
                new EgressConfig(List.of()),
                new AuthConfig(List.of(), List.of()),
                new ShutdownConfig(15_000),
                new DemoConfig(""),
                new LogConfig("text"),
                Map.of()));
  }

  @Test
  void load_service_hasTheseDefaults() {
    assertThat(load(Map.of(), "services.news.origin=http://o.example/live").services())
        .isEqualTo(
            Map.of(
                "news",
                new ServiceConfig(
                    "http://o.example/live",
                    "vod",
                    List.of(),
                    "",
                    "",
                    Map.of(),
                    "",
                    "server",
                    List.of(),
                    "root-relative",
                    "",
                    120_000,
                    1.5,
                    600_000,
                    5_000)));
  }

  @Test
  void load_services_mayBeToldEverywhereAndHaveCommonDefaults() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("some.yaml"),
            "services: {Late-News: {origin: 'http://a', aliases: [a1], macros: {ZIP: zip}}}\n"
                + "serviceDefaults: {type: live}\n");

    Map<String, ServiceConfig> services =
        ConfigLoader.load(
                file,
                Map.of(
                    "PLAYHEAD_SERVICES_LATE_NEWS_GRACEMS", "7",
                    "PLAYHEAD_SERVICES_FILMS_ORIGIN", "http://b"),
                List.of("services.films.type=vod", "services.films.passThrough=t"))
            .services();

    assertThat(services).containsOnlyKeys("Late-News", "films");
    ServiceConfig news = services.get("Late-News");
    assertThat(news.type()).isEqualTo("live");
    assertThat(news.graceMs()).isEqualTo(7);
    assertThat(news.aliases()).containsExactly("a1");
    assertThat(news.macros()).containsExactly(Map.entry("ZIP", "zip"));
    assertThat(services.get("films").type()).isEqualTo("vod");
    assertThat(services.get("films").passThrough()).containsExactly("t");
  }

  @Test
  void load_badService_saysWhat() {
    assertThatThrownBy(() -> load(Map.of(), "services.news.orign=http://o"))
        .hasMessage("unknown setting services.news.orign; nearest is services.news.origin");
    assertThatThrownBy(() -> file("services: {news: {orign: x}}"))
        .hasMessage("unknown setting services.news.orign; nearest is services.news.origin");
    assertThatThrownBy(() -> file("services: {news: x}"))
        .hasMessageContaining("services.news must be a section");
    assertThatThrownBy(() -> load(Map.of(), "services.news.type=live"))
        .hasMessageContaining("services.news: origin is ''");
    assertThatThrownBy(() -> load(Map.of(), "services.news.origin=ftp://o"))
        .hasMessageContaining("origin is 'ftp://o'");
    assertThatThrownBy(() -> file("services: {'a b': {origin: 'http://o'}}"))
        .hasMessageContaining("'a b' is no name");
    assertThatThrownBy(
            () ->
                file("services: {a: {origin: 'http://o', aliases: [b]}, b: {origin: 'http://o'}}"))
        .hasMessageContaining("two services are called 'b'");
    assertThatThrownBy(() -> load(Map.of(), "services.news=x"))
        .hasMessageContaining("unknown setting services.news");
    assertThatThrownBy(() -> load(Map.of("PLAYHEAD_SERVICES_NEWS_ORIGN", "x")))
        .hasMessageContaining("PLAYHEAD_SERVICES_NEWS_ORIGN");
  }

  @Test
  void sizedFor_aHeap_givesSharesOfItWhereNothingIsSet() {
    PlayheadConfig small = load(Map.of()).sizedFor(256L << 20);
    assertThat(small.http().maxConnections()).isEqualTo(2_048);
    assertThat(small.http().maxBufferedBytes()).isEqualTo(32L << 20);
    assertThat(small.session().maxInMemory()).isEqualTo(65_536);
    assertThat(small.delivery().maxQueued()).isEqualTo(21_845);

    PlayheadConfig large = load(Map.of()).sizedFor(64L << 30);
    assertThat(large.http().maxConnections()).isEqualTo(100_000);
    assertThat(large.http().maxBufferedBytes()).isEqualTo(128L << 20);
    assertThat(large.session().maxInMemory()).isEqualTo(1_000_000);
    assertThat(large.delivery().maxQueued()).isEqualTo(100_000);
  }

  @Test
  void sizedFor_aNumberThatIsSet_isKept() {
    PlayheadConfig config =
        load(
                Map.of(),
                "http.maxConnections=7",
                "http.maxBufferedBytes=5000000",
                "session.maxInMemory=8",
                "delivery.maxQueued=900")
            .sizedFor(1L << 30);
    assertThat(config.http().maxConnections()).isEqualTo(7);
    assertThat(config.http().maxBufferedBytes()).isEqualTo(5_000_000);
    assertThat(config.session().maxInMemory()).isEqualTo(8);
    assertThat(config.delivery().maxQueued()).isEqualTo(900);
  }

  @Test
  void load_fileEnvironmentAndSetting_laterOverrulesEarlier() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("some.yaml"), "http: {port: 1}\nops: {port: 2}\nledger: {path: x}\n");

    PlayheadConfig config =
        ConfigLoader.load(
            file,
            Map.of("PLAYHEAD_OPS_PORT", "3", "PLAYHEAD_LEDGER_PATH", "y", "HOME", "z"),
            List.of(
                "ledger.path=z", "tracking.maxRate=1.5", "egress.allow=10.0.0.0/8,ads.internal"));

    assertThat(config.http().port()).isEqualTo(1);
    assertThat(config.ops().port()).isEqualTo(3);
    assertThat(config.ledger().path()).isEqualTo("z");
    assertThat(config.tracking().rules().maxRateMilli()).isEqualTo(1500);
    assertThat(config.egress().allow()).containsExactly("10.0.0.0/8", "ads.internal");
  }

  @Test
  void load_emptyValue_isAnEmptyText() {
    assertThat(load(Map.of(), "http.streamPrefix=").http().streamPrefix()).isEmpty();
    assertThat(load(Map.of("PLAYHEAD_HTTP_STREAMPREFIX", "")).http().streamPrefix()).isEmpty();
    assertThatThrownBy(() -> load(Map.of(), "http.streamPrefix=stream/"))
        .hasMessageContaining("streamPrefix is 'stream/'");
  }

  @Test
  void load_headerRules_partsMayBeLeftOut() throws IOException {
    PlayheadConfig config =
        file("delivery: {headers: [{host: '*.t.example', omit: [X-Device-IP]}, {host: u}]}");

    assertThat(config.delivery().headers())
        .containsExactly(
            new HeaderConfig("*.t.example", List.of("X-Device-IP"), Map.of(), Map.of()),
            new HeaderConfig("u", List.of(), Map.of(), Map.of()));
    assertThatThrownBy(() -> file("delivery: {headers: [{host: u, hots: v}]}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("hots");
  }

  @Test
  void load_minimalFile_isAccepted() {
    assertThat(ConfigLoader.load(Path.of("config/minimal.yaml"), Map.of(), List.of()).http().host())
        .isEqualTo("0.0.0.0");
  }

  @Test
  void load_unknownKey_namesTheNearest() {
    assertThatThrownBy(() -> load(Map.of(), "tracking.maxRat=1"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("unknown setting tracking.maxRat; nearest is tracking.maxRate");
    assertThatThrownBy(() -> load(Map.of("PLAYHEAD_HTTP_PROT", "1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("nearest is PLAYHEAD_HTTP_PORT");
    assertThatThrownBy(() -> file("htp: {port: 1}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("unknown setting htp");
  }

  @Test
  void load_valueOutOfBounds_saysWhichAndWhatIsAllowed() {
    assertThatThrownBy(() -> load(Map.of(), "http.port=70000"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("http")
        .hasMessageContaining("port is 70000, must be 0 to 65535");
    assertThatThrownBy(() -> load(Map.of(), "tracking.policy=loose"))
        .hasMessageContaining("must be one of strict, standard, lenient");
    assertThatThrownBy(() -> load(Map.of(), "auth.opsKeys=secret"))
        .hasMessageContaining("no SHA-256");
  }

  @Test
  void load_wrongType_saysWhere() {
    assertThatThrownBy(() -> load(Map.of(), "http.port=eighty"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("http.port");
    assertThatThrownBy(() -> file("http: 8080"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("http must be a section");
    assertThatThrownBy(() -> file("http: [")).isInstanceOf(ConfigException.class);
  }

  private static PlayheadConfig load(Map<String, String> environment, String... settings) {
    return ConfigLoader.load(null, environment, List.of(settings));
  }

  private PlayheadConfig file(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("some.yaml"), yaml);
    return ConfigLoader.load(file, Map.of(), List.of());
  }
}
