package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import java.util.Map;
import java.util.Optional;

/**
 * One approval that is needed.
 *
 * @param name under which it is given; empty where anyone who may approve will do
 */
public record AskedApproval(String name, Map<String, String> annotations, String digest) {

  static final String UNNAMED = "";

  private String key() {
    return Markers.APPROVE_ANNOTATION + end();
  }

  private String end() {
    return name.equals(UNNAMED) ? "" : "." + name;
  }

  /** Who has given it, as admission has written it down; empty if nobody stands for it. */
  public Optional<String> user() {
    return Optional.ofNullable(annotations.get(Markers.APPROVED_BY_ANNOTATION + end()));
  }

  /** An approval that nobody stands for is none. */
  public boolean isGiven() {
    return digest.equals(annotations.get(key())) && user().isPresent();
  }

  String signature() {
    return user().orElseThrow() + (name.equals(UNNAMED) ? "" : " as " + name);
  }

  /** Why what is there does not count; empty if nothing is. */
  public Optional<String> flaw() {
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

  /** Whether {@link #digest} stands there, and nobody for it: then it counts only if set anew. */
  public boolean isUnsigned() {
    return digest.equals(annotations.get(key())) && user().isEmpty();
  }

  /**
   * The annotations by which {@code user} gives it. Where admission does not write the name, the
   * approver does.
   */
  public Map<String, Optional<String>> givenBy(Optional<String> user) {
    var approval = Map.of(key(), Optional.of(digest));
    if (user.isEmpty()) {
      return approval;
    }
    return Map.of(key(), Optional.of(digest), Markers.APPROVED_BY_ANNOTATION + end(), user);
  }

  /** The annotations by which it is taken off. */
  public Map<String, Optional<String>> takenOff() {
    return Map.of(
        key(), Optional.empty(), Markers.APPROVED_BY_ANNOTATION + end(), Optional.empty());
  }

  String command() {
    return key() + "=" + digest;
  }
}
