package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import java.util.Map;
import java.util.Optional;

/**
 * One approval that is needed.
 *
 * @param name under which it is given; empty where anyone who may approve will do
 */
record AskedApproval(String name, Map<String, String> annotations, String digest) {

  static final String UNNAMED = "";

  private String key() {
    return Markers.APPROVE_ANNOTATION + end();
  }

  private String end() {
    return name.equals(UNNAMED) ? "" : "." + name;
  }

  private Optional<String> user() {
    return Optional.ofNullable(annotations.get(Markers.APPROVED_BY_ANNOTATION + end()));
  }

  /** An approval that nobody stands for is none. */
  boolean isGiven() {
    return digest.equals(annotations.get(key())) && user().isPresent();
  }

  String signature() {
    return user().orElseThrow() + (name.equals(UNNAMED) ? "" : " as " + name);
  }

  /** Why what is there does not count; empty if nothing is. */
  Optional<String> flaw() {
    var found = annotations.get(key());
    if (found == null || isGiven()) {
      return Optional.empty();
    }
    return Optional.of(
        digest.equals(found)
            ? "%s does not count without %s, which tells who has set it."
                .formatted(key(), Markers.APPROVED_BY_ANNOTATION + end())
            : key() + " is of another plan.");
  }

  String command() {
    return key() + "=" + digest;
  }
}
