package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.SpecReader;
import dev.drawbridge.report.ContentDigest;
import dev.drawbridge.report.Reason;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What a run would be made of: all there, with its digest, or something that is missing. */
public sealed interface Inputs {

  /**
   * Everything is there.
   *
   * @param digest of all that decides what is run
   * @param contents from the name of each ConfigMap to the digest of its contents
   */
  record Ready(String digest, Map<String, String> contents) implements Inputs {
    public Ready {
      contents = Map.copyOf(contents);
    }
  }

  /** Something is missing; the message says what, and that it is taken up when it comes. */
  record Missing(Reason reason, String message) implements Inputs {}

  /**
   * What is known of a ConfigMap of scripts.
   *
   * @param release the value of its release annotation
   */
  record Content(String digest, Optional<String> release) {}

  /** The inputs of a run of {@code migration}, with ConfigMaps looked up by name. */
  static Inputs of(Migration migration, Function<String, Optional<Content>> configMaps) {
    var spec = migration.getSpec();
    var contents = new TreeMap<String, String>();
    for (var name : spec.configMaps()) {
      var content = configMaps.apply(name);
      if (content.isEmpty()) {
        return missing(name, migration.getMetadata().getNamespace());
      }
      var release = spec.release();
      if (release != null && !content.get().release().equals(Optional.of(release))) {
        return otherRelease(name, release, content.get().release());
      }
      contents.put(name, content.get().digest());
    }
    return new Ready(digest(migration, contents), contents);
  }

  private static String digest(Migration migration, Map<String, String> contents) {
    var parts = new ArrayList<String>();
    parts.add(SpecReader.write(migration.getSpec().ofRun()));
    contents.forEach((name, digest) -> {
      parts.add(name);
      parts.add(digest);
    });
    parts.add(retry(migration).orElse(""));
    return ContentDigest.ofTexts(parts.toArray(String[]::new));
  }

  /**
   * The retry annotation's last value: taking it off asks for nothing, so it counts on as it stood
   * when the last run was started.
   */
  static Optional<String> retry(Migration migration) {
    return Optional.ofNullable(migration.getMetadata().getAnnotations())
        .map((Map<String, String> annotations) -> annotations.get(Markers.RETRY_ANNOTATION))
        .filter(value -> !value.isEmpty())
        .or(() ->
            Optional.ofNullable(migration.statusOrNone().run())
                .flatMap(run -> Optional.ofNullable(run.retry())));
  }

  private static Missing missing(String name, String namespace) {
    return new Missing(
        Reason.MISSING_CONFIG_MAP,
        "ConfigMap %s, which holds scripts, does not exist in namespace %s. The run starts when it is there."
            .formatted(name, namespace));
  }

  private static Missing otherRelease(String name, String release, Optional<String> found) {
    return new Missing(
        Reason.WAITING_FOR_INPUTS,
        "ConfigMap %s %s, but spec.release is %s. Set its annotation %s to %s together with its scripts; the run starts then."
            .formatted(
                name,
                found.map(other -> "is of release " + other).orElse("names no release"),
                release,
                Markers.RELEASE_ANNOTATION,
                release));
  }
}
