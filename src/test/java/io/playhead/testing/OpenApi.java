package io.playhead.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Holds answers of the service against the OpenAPI document that it publishes. */
final class OpenApi {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonNode DOCUMENT = load();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final Map<String, JsonSchema> BY_POINTER = new ConcurrentHashMap<>();

  private OpenApi() {}

  private static JsonNode load() {
    try (InputStream in = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
      return YAML.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails the test unless the document has this answer for this call. Unknown paths may be 404. */
  static void check(HttpMethod method, String uri, HttpResponse<Buffer> response) {
    JsonNode path = pathItem(uri.replaceAll("[?].*", ""));
    String call = method + " " + uri + " -> " + response.statusCode();
    if (path == null) {
      return;
    }
    JsonNode operation = path.get(method.name().toLowerCase(Locale.ROOT));
    if (operation == null) {
      if (response.statusCode() != 405 && response.statusCode() != 404) {
        throw new AssertionError(call + ": the document has no such method");
      }
      return;
    }
    JsonNode answer = resolve(operation.get("responses").get("" + response.statusCode()));
    if (answer == null) {
      throw new AssertionError(call + " is not in the document: " + response.bodyAsString());
    }
    JsonNode content = answer.get("content");
    if (content == null) {
      return;
    }
    String type = response.getHeader("Content-Type");
    if (type == null || !content.has(type)) {
      throw new AssertionError(call + " has the content type " + type);
    }
    if (content.get(type).has("schema")) {
      validate(call, content.get(type).get("schema"), response.bodyAsString());
    }
  }

  private static JsonNode pathItem(String uri) {
    for (Map.Entry<String, JsonNode> path : DOCUMENT.get("paths").properties()) {
      if (uri.matches(path.getKey().replaceAll("[{][^}]+[}]", "[^/]+"))) {
        return path.getValue();
      }
    }
    return null;
  }

  private static JsonNode resolve(JsonNode node) {
    return node != null && node.has("$ref")
        ? DOCUMENT.at(node.get("$ref").asText().substring(1))
        : node;
  }

  private static void validate(String call, JsonNode schema, String body) {
    JsonSchema compiled =
        BY_POINTER.computeIfAbsent(
            schema.toString(),
            key -> {
              ObjectNode whole = ((ObjectNode) schema).deepCopy();
              whole.set("components", DOCUMENT.get("components"));
              return SCHEMAS.getSchema(whole);
            });
    try {
      Set<ValidationMessage> faults = compiled.validate(YAML.readTree(body));
      if (!faults.isEmpty()) {
        throw new AssertionError(call + ": " + faults + " in " + body);
      }
    } catch (IOException e) {
      throw new AssertionError(call + ": no JSON: " + body, e);
    }
  }
}
