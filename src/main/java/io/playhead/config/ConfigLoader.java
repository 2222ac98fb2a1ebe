package io.playhead.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
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

  /** Holds sections by names that are free: each has what it does not say from the defaults. */
  private static final String NAMED = "services";

  private static final String NAMED_DEFAULTS = "serviceDefaults";

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
      if (entry.getValue() instanceof ObjectNode section && !section.isEmpty()) {
        collectKeys(key + ".", section);
      } else if (!key.equals(NAMED)) {
        keys.add(key);
      }
    }
  }

  /** The keys of a section with a free name. */
  private List<String> namedKeys() {
    String prefix = NAMED_DEFAULTS + ".";
    return keys.stream()
        .filter(key -> key.startsWith(prefix))
        .map(key -> key.substring(prefix.length()))
        .toList();
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
      if (keys.contains(defaultOf(key))) {
        base.set(entry.getKey(), entry.getValue());
      } else if (isSection(key)) {
        overlay(key + ".", base.withObject("/" + entry.getKey()), entry.getValue());
      } else {
        throw unknown(key);
      }
    }
  }

  private boolean isSection(String key) {
    return tree.get(key) instanceof ObjectNode
        || (key.startsWith(NAMED + ".") && key.indexOf('.') == key.lastIndexOf('.'));
  }

  /** The key that holds the default of another; itself but for what stands under a free name. */
  private static String defaultOf(String key) {
    String[] parts = key.split("\\.", 3);
    return parts.length == 3 && parts[0].equals(NAMED) ? NAMED_DEFAULTS + "." + parts[2] : key;
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
          String key = byVariable.getOrDefault(variable, named(variable));
          if (key != null) {
            set(key, value);
          } else if (variable.startsWith(ENV_PREFIX) && !isOfKubernetes(variable)) {
            throw new ConfigException(
                "environment variable "
                    + variable
                    + " names no setting; nearest is "
                    + Nearest.of(variable, byVariable.keySet()));
          }
        });
  }

  /** The key of a variable that names a service: the one that there is, else it is lower case. */
  private @Nullable String named(String variable) {
    String prefix = ENV_PREFIX + NAMED.toUpperCase(Locale.ROOT) + "_";
    for (String key : namedKeys()) {
      String suffix = "_" + key.toUpperCase(Locale.ROOT);
      if (variable.startsWith(prefix)
          && variable.endsWith(suffix)
          && variable.length() > prefix.length() + suffix.length()) {
        String name = variable.substring(prefix.length(), variable.length() - suffix.length());
        return NAMED + "." + serviceCalled(name) + "." + key;
      }
    }
    return null;
  }

  private String serviceCalled(String name) {
    for (Map.Entry<String, JsonNode> service : tree.withObject("/" + NAMED).properties()) {
      if (service.getKey().replace('-', '_').equalsIgnoreCase(name)) {
        return service.getKey();
      }
    }
    return name.toLowerCase(Locale.ROOT);
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
    String known = defaultOf(key);
    if (!keys.contains(known)) {
      throw unknown(key);
    }
    int dot = key.lastIndexOf('.');
    ObjectNode section = tree.withObject("/" + key.substring(0, dot).replace('.', '/'));
    String name = key.substring(dot + 1);
    try {
      JsonNode parsed = YAML.readTree(value);
      boolean list = tree.at("/" + known.replace('.', '/')).isArray();
      if (list && !parsed.isArray()) {
        parsed = YAML.readTree("[" + value + "]");
      }
      section.set(name, parsed.isMissingNode() ? TextNode.valueOf("") : parsed);
    } catch (JsonProcessingException e) {
      throw new ConfigException(key + " cannot be read from '" + value + "'");
    }
  }

  private PlayheadConfig bind() {
    JsonNode defaults = tree.remove(NAMED_DEFAULTS);
    ObjectNode services = tree.withObject("/" + NAMED);
    for (Map.Entry<String, JsonNode> service : services.properties()) {
      ObjectNode whole = defaults.deepCopy();
      service.setValue(whole.setAll((ObjectNode) service.getValue()));
    }
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
    List<String> candidates = new ArrayList<>(keys);
    if (key.startsWith(NAMED + ".")) {
      String section = key.substring(0, Math.max(key.lastIndexOf('.'), NAMED.length())) + ".";
      namedKeys().forEach(each -> candidates.add(section + each));
    }
    return new ConfigException(
        "unknown setting " + key + "; nearest is " + Nearest.of(key, candidates));
  }
}
