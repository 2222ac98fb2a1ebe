package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** What is written by hand reads as what a library would have written. */
class JsonBytesTest {
  @Property(tries = 500)
  void texts_andNumbers_readBack(
      @ForAll @Size(max = 20) List<String> texts, @ForAll @Size(max = 20) List<Long> numbers) {
    JsonBytes json = new JsonBytes().beginObject().name("texts").beginArray();
    texts.forEach(json::value);
    json.endArray().name("numbers").beginArray();
    numbers.forEach(json::value);
    assertThat(new JsonObject(json.endArray().endObject().buffer()))
        .isEqualTo(
            new JsonObject()
                .put("texts", new JsonArray(texts.stream().map(JsonBytesTest::wellFormed).toList()))
                .put("numbers", new JsonArray(numbers)));
  }

  /** Half a surrogate pair has no UTF-8; Java writes a question mark. */
  private static String wellFormed(String text) {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }

  @Example
  void extremes_readBack() {
    JsonBytes json = new JsonBytes().beginArray();
    json.value(Long.MIN_VALUE).value(Long.MAX_VALUE).value(0).value(-1).value(10);
    assertThat(json.endArray().buffer().toString())
        .isEqualTo("[" + Long.MIN_VALUE + "," + Long.MAX_VALUE + ",0,-1,10]");
  }

  @Example
  void commas_standBetweenValuesOnly() {
    JsonBytes json = new JsonBytes();
    json.beginObject().name("a").beginArray().beginObject().endObject().nothing().endArray();
    json.name("b").truth().name("c").json(Buffer.buffer("[]")).field("d", "\"\\\n\u00e9");
    assertThat(json.endObject().buffer().toString())
        .isEqualTo("{\"a\":[{},null],\"b\":true,\"c\":[],\"d\":\"\\\"\\\\\\u000a\u00e9\"}");
  }

  @Example
  void seconds_haveThreeDecimals() {
    JsonBytes json = new JsonBytes(1).beginObject();
    json.seconds("a", 0).seconds("b", 7).seconds("c", 12_340).seconds("d", 10_000_000_000_123L);
    assertThat(json.optional("e", null).optional("f", "x").endObject().buffer().toString())
        .isEqualTo(
            "{\"a\":0.000,\"b\":0.007,\"c\":12.340,\"d\":10000000000.123,\"e\":null,\"f\":\"x\"}");
  }
}
