package io.playhead.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object in a request, read one by one. Every complaint points at its place;
 * {@link #done} complains about the fields that nobody asked for.
 */
public final class JsonFields {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final ObjectNode node;
  private final String pointer;
  private final Set<String> asked = new HashSet<>();

  private JsonFields(ObjectNode node, String pointer) {
    this.node = node;
    this.pointer = pointer;
  }

  /** Reads a body that must be a JSON object. */
  static JsonFields parse(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      return of(JSON.readTree(parser), "");
    } catch (IOException e) {
      throw ReportReader.brokenJson(e);
    }
  }

  /** The same where no body at all says as much as an empty object. */
  public static JsonFields parseOrEmpty(byte[] body) {
    return parse(body.length == 0 ? new byte[] {'{', '}'} : body);
  }

  private static JsonFields of(@Nullable JsonNode node, String pointer) {
    if (node instanceof ObjectNode object) {
      return new JsonFields(object, pointer);
    }
    throw Problem.invalid(pointer, "must be a JSON object").exception();
  }

  boolean has(String name) {
    return find(name) != null;
  }

  public @Nullable String text(String name, int maxLength) {
    JsonNode value = find(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw bad(name, "must be a string");
    }
    if (value.textValue().length() > maxLength) {
      throw bad(name, "must be at most " + maxLength + " characters long");
    }
    return value.textValue();
  }

  /** An integer, or -1 where there is none. */
  long integer(String name, long most) {
    JsonNode value = find(name);
    if (value == null) {
      return -1;
    }
    return integer(value, name, most);
  }

  private long integer(JsonNode value, String path, long most) {
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < 0
        || value.longValue() > most) {
      throw Problem.invalid(pointer + "/" + path, "must be an integer from 0 to " + most)
          .exception();
    }
    return value.longValue();
  }

  /** The integers of an array; none where there is no such field. */
  List<Long> integers(String name, int most, long largest) {
    JsonNode value = find(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof ArrayNode array) || array.size() > most) {
      throw bad(name, "must be an array of at most " + most + " integers");
    }
    List<Long> integers = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      integers.add(integer(array.get(i), name + "/" + i, largest));
    }
    return integers;
  }

  public boolean flag(String name) {
    JsonNode value = find(name);
    if (value != null && !value.isBoolean()) {
      throw bad(name, "must be true or false");
    }
    return value != null && value.booleanValue();
  }

  /** A whole object, to be read by others; null where there is none. */
  @Nullable JsonNode node(String name) {
    JsonNode value = find(name);
    if (value != null && !value.isObject()) {
      throw bad(name, "must be a JSON object");
    }
    return value;
  }

  @Nullable JsonFields object(String name) {
    JsonNode value = find(name);
    return value == null ? null : of(value, at(name));
  }

  /** The objects of an array; none where there is no such field. */
  <T> List<T> objects(String name, int most, BiFunction<JsonFields, Integer, T> read) {
    JsonNode value = find(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof ArrayNode array)) {
      throw bad(name, "must be an array");
    }
    if (array.size() > most) {
      throw bad(name, "must have at most " + most + " elements");
    }
    List<T> elements = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      JsonFields element = of(array.get(i), at(name) + "/" + i);
      elements.add(read.apply(element, i));
      element.done();
    }
    return elements;
  }

  /** An object whose values are all text, numbers or booleans, as text. */
  Map<String, String> texts(String name, int most, int maxLength) {
    JsonNode value = find(name);
    Map<String, String> texts = new LinkedHashMap<>();
    if (value == null) {
      return texts;
    }
    JsonFields fields = of(value, at(name));
    if (fields.node.size() > most) {
      throw bad(name, "must have at most " + most + " fields");
    }
    for (Map.Entry<String, JsonNode> entry : fields.node.properties()) {
      if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
        throw fields.bad(entry.getKey(), "must be a string");
      }
      String text = entry.getValue().asText();
      if (text.length() > maxLength) {
        throw fields.bad(entry.getKey(), "must be at most " + maxLength + " characters long");
      }
      texts.put(entry.getKey(), text);
    }
    return texts;
  }

  /** Complains about fields that were not asked for. */
  public void done() {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!asked.contains(entry.getKey())) {
        throw bad(entry.getKey(), "is not a field of this object");
      }
    }
  }

  ProblemException bad(String name, String detail) {
    return Problem.invalid(at(name), detail).exception();
  }

  String at(String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  String pointer() {
    return pointer;
  }

  private @Nullable JsonNode find(String name) {
    asked.add(name);
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }
}
