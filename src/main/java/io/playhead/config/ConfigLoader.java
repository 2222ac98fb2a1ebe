package io.playhead.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the configuration: defaults, then a file, then the environment, then single settings. */
public final class ConfigLoader {
  private static final String DEFAULTS = "/config/playhead.yaml";
  private static final String ENV_PREFIX = "PLAYHEAD_";
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private final ObjectNode tree;
  private final List<String> keys = new ArrayList<>();

  private ConfigLoader(ObjectNode defaults) {
    tree = defaults;
    collectKeys("", defaults);
  }

  /**
   * Loads the configuration.
   *
   * @param file laid over the defaults, null for none
   * @param environment as {@link System#getenv()} gives it
   * @param settings {@code key=value} each
   * @throws ConfigException when anything in it cannot be used
   */
  public static PlayheadConfig load(
      @Nullable Path file, Map<String, String> environment, List<String> settings) {
    ConfigLoader loader = new ConfigLoader(defaults());
    if (file != null) {
      loader.overlay("", loader.tree, read(file));
    }
    loader.environment(environment);
    settings.forEach(loader::setting);
    return loader.bind();
  }

  private static ObjectNode defaults() {
    try (InputStream in = ConfigLoader.class.getResourceAsStream(DEFAULTS)) {
      if (in == null) {
        throw new ConfigException("the defaults are missing from the jar: " + DEFAULTS);
      }
      return (ObjectNode) YAML.readTree(in);
    } catch (IOException e) {
      throw new ConfigException("the defaults cannot be read: " + e.getMessage());
    }
  }

  private static JsonNode read(Path file) {
    try {
      return YAML.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new ConfigException(file + " is no YAML: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new ConfigException(file + " cannot be read: " + e.getMessage());
    }
  }

  private void collectKeys(String prefix, ObjectNode node) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String key = prefix + entry.getKey();
      if (entry.getValue() instanceof ObjectNode section) {
        collectKeys(key + ".", section);
      } else {
        keys.add(key);
      }
    }
  }

  private void overlay(String prefix, ObjectNode base, JsonNode above) {
    if (above.isMissingNode() || above.isNull()) {
      return;
    }
    if (!(above instanceof ObjectNode section)) {
      throw new ConfigException(
          prefix.isEmpty()
              ? "the configuration file must be a map of sections"
              : prefix.substring(0, prefix.length() - 1) + " must be a section with keys");
    }
    for (Map.Entry<String, JsonNode> entry : section.properties()) {
      String key = prefix + entry.getKey();
      JsonNode known = base.get(entry.getKey());
      if (known == null) {
        throw unknown(key);
      }
      if (known instanceof ObjectNode inner) {
        overlay(key + ".", inner, entry.getValue());
      } else {
        base.set(entry.getKey(), entry.getValue());
      }
    }
  }

  private void environment(Map<String, String> environment) {
    Map<String, String> byVariable =
        keys.stream()
            .collect(
                Collectors.toMap(
                    key -> ENV_PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT),
                    key -> key));
    environment.forEach(
        (variable, value) -> {
          String key = byVariable.get(variable);
          if (key != null) {
            set(key, value);
          } else if (variable.startsWith(ENV_PREFIX) && !isOfKubernetes(variable)) {
            throw new ConfigException(
                "environment variable "
                    + variable
                    + " names no setting; nearest is "
                    + nearest(variable, byVariable.keySet()));
          }
        });
  }

  /** Kubernetes tells every pod of a service called playhead where that service is. */
  private static boolean isOfKubernetes(String variable) {
    return variable.startsWith(ENV_PREFIX + "SERVICE_") || variable.startsWith(ENV_PREFIX + "PORT");
  }

  private void setting(String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw new ConfigException("--set takes key=value, not '" + setting + "'");
    }
    set(setting.substring(0, equals).trim(), setting.substring(equals + 1).trim());
  }

  private void set(String key, String value) {
    if (!keys.contains(key)) {
      throw unknown(key);
    }
    int dot = key.lastIndexOf('.');
    ObjectNode section = (ObjectNode) tree.at("/" + key.substring(0, dot).replace('.', '/'));
    String name = key.substring(dot + 1);
    try {
      JsonNode parsed = YAML.readTree(value);
      boolean list = tree.at("/" + key.replace('.', '/')).isArray();
      if (list && !parsed.isArray()) {
        parsed = YAML.readTree("[" + value + "]");
      }
      section.set(name, parsed);
    } catch (JsonProcessingException e) {
      throw new ConfigException(key + " cannot be read from '" + value + "'");
    }
  }

  private PlayheadConfig bind() {
    try {
      return YAML.treeToValue(tree, PlayheadConfig.class);
    } catch (JsonMappingException e) {
      String where =
          e.getPath().stream()
              .map(step -> step.getFieldName() == null ? "" : step.getFieldName())
              .collect(Collectors.joining("."));
      Throwable cause = e.getCause();
      String what = cause instanceof IllegalArgumentException ? cause.getMessage() : null;
      throw new ConfigException(
          where
              + ": "
              + (what != null ? what : e.getOriginalMessage().lines().findFirst().orElse("")));
    } catch (JsonProcessingException e) {
      throw new ConfigException(e.getOriginalMessage());
    }
  }

  private ConfigException unknown(String key) {
    return new ConfigException("unknown setting " + key + "; nearest is " + nearest(key, keys));
  }

  private static String nearest(String name, Iterable<String> candidates) {
    String best = "";
    int least = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      int distance = distance(name, candidate);
      if (distance < least || (distance == least && candidate.compareTo(best) < 0)) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }

  /** Edits that turn one word into another. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replace = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
