package dev.drawbridge.gate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Labels or annotations, with ours among them as they must be. An empty text counts as absent, and
 * so does null, which JSON may say.
 */
public final class Annotations {

  private Annotations() {}

  /** A copy of {@code found} with {@code ours}; those of ours that have no value are taken off. */
  public static Map<String, String> with(
      @Nullable Map<String, String> found, Map<String, Optional<String>> ours) {
    var wanted = new LinkedHashMap<>(Objects.requireNonNullElse(found, Map.of()));
    ours.forEach((key, value) -> put(wanted, key, value));
    return wanted;
  }

  private static void put(Map<String, String> annotations, String key, Optional<String> value) {
    if (value.isPresent()) {
      annotations.put(key, value.get());
    } else if (!Objects.requireNonNullElse(annotations.get(key), "").isEmpty()) {
      annotations.remove(key);
    }
  }
}
