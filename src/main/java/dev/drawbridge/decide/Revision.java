package dev.drawbridge.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.Set;

/** Which template of its owner a ReplicaSet is: the newest has the highest number. */
public final class Revision {

  public static final Comparator<HasMetadata> NEWEST_FIRST =
      Comparator.<HasMetadata>comparingLong(Revision::of).reversed();

  private static final Set<String> KEYS =
      Set.of("deployment.kubernetes.io/revision", "rollout.argoproj.io/revision");

  private Revision() {}

  private static long of(HasMetadata set) {
    return KEYS.stream()
        .flatMap(key -> Hold.annotationOf(set, key).stream())
        .filter(text -> text.matches("[0-9]{1,18}"))
        .mapToLong(Long::parseLong)
        .max()
        .orElse(0);
  }
}
