package dev.drawbridge.runner.database;

import dev.drawbridge.api.Database.SecretRef;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.process.EndedException;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.MountedFolder;
import dev.drawbridge.runner.process.Place;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A mounted Secret, one file a key, read by the conventions of those who write such Secrets, or by
 * the keys that the spec names.
 */
final class SecretFiles {

  /** The keys under which the runner looks for a URL. */
  static final List<String> URL_KEYS = List.of("jdbc-uri", "jdbc-url", "uri", "url");

  /** Those for a URL that leads past a pooler, to the server itself. */
  static final List<String> DIRECT_URL_KEYS = List.of("direct-uri", "direct-url");

  private final SecretRef secret;
  private final Map<String, String> values;

  private SecretFiles(SecretRef secret, Map<String, String> values) {
    this.secret = secret;
    this.values = values;
  }

  /** Reads all keys. One line end is an editor's; any other space may be part of a password. */
  static SecretFiles read(SecretRef secret, Path directory) {
    var values = new TreeMap<String, String>();
    MountedFolder.read(directory)
        .forEach((key, content) ->
            values.put(
                key, new String(content, StandardCharsets.UTF_8).replaceFirst("\\r?\\n\\z", "")));
    return new SecretFiles(secret, values);
  }

  /**
   * The value that the runner calls {@code word}: under the key that the spec names for it, else
   * under the first of the {@code usual} keys that is there.
   */
  Optional<String> find(String word, String... usual) {
    var named = secret.keys().get(word);
    if (named == null) {
      return Arrays.stream(usual).filter(values::containsKey).findFirst().map(values::get);
    }
    if (!values.containsKey(named)) {
      throw missing("the key " + named + ", which spec.database.secretRef.keys names for " + word);
    }
    return Optional.ofNullable(values.get(named));
  }

  /** The end of a run that cannot know how to connect. Values are never shown. */
  EndedException missing(String what) {
    var found = values.isEmpty() ? "no key" : "the keys " + String.join(", ", values.keySet());
    return Ending.refused(
            Reason.MISSING_SECRET_KEY,
            "Secret %s lacks %s; it has %s.".formatted(secret.name(), what, found),
            "Add it, or map other keys with spec.database.secretRef.keys; then %s."
                .formatted(Place.here().retry()))
        .asException();
  }

  String name() {
    return secret.name();
  }

  static String wanted() {
    return URL_KEYS.stream().collect(Collectors.joining(", ", "a URL (one of ", ")"))
        + " or host and database";
  }
}
