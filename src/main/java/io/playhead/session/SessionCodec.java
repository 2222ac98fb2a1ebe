package io.playhead.session;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.Offset;
import io.playhead.timeline.SegmentRun;
import io.playhead.timeline.SegmentStarts;
import io.playhead.timeline.TimelineSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Timelines and session details as JSON, the way the ledger keeps them. */
final class SessionCodec {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.USE_DEFAULTS))
          .addMixIn(BreakSpec.Place.class, PlaceTypes.class)
          .addMixIn(BreakSpec.class, PostedIfSo.class)
          .addMixIn(Offset.class, OffsetTypes.class)
          .addMixIn(SegmentStarts.class, SegmentRuns.class)
          .build();

  private SessionCodec() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "at")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = BreakSpec.Place.Stream.class, name = "stream"),
    @JsonSubTypes.Type(value = BreakSpec.Place.Content.class, name = "content"),
    @JsonSubTypes.Type(value = BreakSpec.Place.End.class, name = "end")
  })
  private interface PlaceTypes {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "as")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Offset.Time.class, name = "time"),
    @JsonSubTypes.Type(value = Offset.Share.class, name = "share")
  })
  private interface OffsetTypes {}

  /** Most breaks are not: they are written as ever. */
  interface PostedIfSo {
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    boolean posted();
  }

  /** Known segments are written as the runs they were made of. */
  private interface SegmentRuns {
    @JsonCreator
    static SegmentStarts of(List<SegmentRun> runs) {
      return SegmentStarts.of(runs);
    }

    @JsonValue
    List<SegmentRun> runs();
  }

  static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of plain values always have a JSON form", e);
    }
  }

  static TimelineSpec timeline(String json) {
    return read(json, TimelineSpec.class);
  }

  /** What was said of a session: what its tracking needs, and the rest. */
  record Said(SessionDetails details, Map<String, String> labels) {}

  static Said said(String json) {
    return read(json, Said.class);
  }

  static Map<String, String> labels(String json) {
    return said(json).labels();
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new LedgerException(
          "the ledger holds a " + type.getSimpleName() + " it cannot read", e);
    }
  }

  /** Names a text by its content: SHA-256 in hex. */
  static String hash(String text) {
    return HexFormat.of().formatHex(sha256(text));
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
