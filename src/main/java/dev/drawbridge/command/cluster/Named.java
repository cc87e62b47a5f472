package dev.drawbridge.command.cluster;

import java.util.Locale;
import java.util.Map;

/**
 * A resource as people name it: {@code NAME}, or {@code KIND/NAME}.
 *
 * @param kind in small letters and in the singular, such as deployment
 */
public record Named(String kind, String name) {

  private static final Map<String, String> SHORT =
      Map.of("mig", "migration", "deploy", "deployment", "po", "pod", "ro", "rollout");

  /** What {@code word} names; of {@code usual} if it says no kind. */
  public static Named of(String word, String usual) {
    var slash = word.indexOf('/');
    return slash < 0
        ? new Named(usual, word)
        : new Named(kind(word.substring(0, slash)), word.substring(slash + 1));
  }

  /** As kubectl takes it: with the group, in the plural, or short. */
  private static String kind(String word) {
    var small = word.toLowerCase(Locale.ROOT).split("\\.", 2)[0];
    var known = SHORT.getOrDefault(small, small);
    return known.endsWith("s") ? known.substring(0, known.length() - 1) : known;
  }
}
