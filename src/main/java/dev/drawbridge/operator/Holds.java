package dev.drawbridge.operator;

import dev.drawbridge.decide.HoldStart;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Since when this process has seen Deployments held, by their UID. */
final class Holds {

  private final Map<String, HoldStart> starts = new ConcurrentHashMap<>();

  /** When the hold of {@code deployment} began: now, if it is seen for the first time. */
  HoldStart of(Deployment deployment, Instant now) {
    return starts.computeIfAbsent(
        deployment.getMetadata().getUid(), uid -> startingNow(deployment, now));
  }

  static HoldStart startingNow(Deployment deployment, Instant now) {
    return new HoldStart(
        now, Objects.requireNonNullElse(deployment.getMetadata().getGeneration(), 0L));
  }

  void forget(Deployment deployment) {
    starts.remove(deployment.getMetadata().getUid());
  }

  Stream<Instant> starts() {
    return starts.values().stream().map(HoldStart::at);
  }
}
