package dev.drawbridge.gate.pod;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Labels or annotations, with ours among them as they must be. An empty text counts as absent. */
final class Annotations {

  private Annotations() {}

  static Map<String, String> with(
      @Nullable Map<String, String> found, Map<String, Optional<String>> ours) {
    var wanted = new LinkedHashMap<>(Optional.ofNullable(found).orElse(Map.of()));
    ours.forEach((key, value) -> put(wanted, key, value));
    return wanted;
  }

  private static void put(Map<String, String> annotations, String key, Optional<String> value) {
    if (value.isPresent()) {
      annotations.put(key, value.get());
    } else if (!annotations.getOrDefault(key, "").isEmpty()) {
      annotations.remove(key);
    }
  }
}
