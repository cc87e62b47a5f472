package dev.drawbridge.operator;

import dev.drawbridge.act.Announcer;
import dev.drawbridge.decide.LeakSigns;
import dev.drawbridge.observe.RunningTemplates;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks for pods that the gate did not let go. While the caches show no sign of any, nothing is
 * asked; where they do, the API server is asked once for each change of the signs, and not more
 * often than every few seconds while a rollout changes them all the time.
 */
final class LeakWatch {

  /** Most rollouts of a few pods are over by then, and leave no sign. */
  private static final Duration TO_SETTLE = Duration.ofSeconds(5);

  private final RunningTemplates<?> templates;
  private final Announcer announcer;
  private final Map<String, Watched> watched = new ConcurrentHashMap<>();

  LeakWatch(RunningTemplates<?> templates, Announcer announcer) {
    this.templates = templates;
    this.announcer = announcer;
  }

  /**
   * What is known of one Deployment.
   *
   * @param judged the signs that were looked into last
   * @param since when they were first seen to differ from that
   */
  private record Watched(Optional<LeakSigns> judged, Optional<Instant> since, boolean isLeaking) {

    static final Watched NEW = new Watched(Optional.empty(), Optional.empty(), false);

    Watched differsSince(Instant now) {
      return new Watched(judged, since.or(() -> Optional.of(now)), isLeaking);
    }
  }

  /**
   * Looks at {@code deployment}.
   *
   * @return after how long it is to be looked at again
   */
  Optional<Duration> look(Deployment deployment, LeakSigns signs, Instant now) {
    var uid = deployment.getMetadata().getUid();
    if (!signs.areThere()) {
      watched.remove(uid);
      return Optional.empty();
    }
    var before = watched.getOrDefault(uid, Watched.NEW);
    if (before.judged().filter(signs::equals).isPresent()) {
      watched.put(uid, new Watched(before.judged(), Optional.empty(), before.isLeaking()));
      return Optional.empty();
    }
    var waiting = before.differsSince(now);
    watched.put(uid, waiting);
    var wait = Duration.between(now, waiting.since().orElse(now).plus(TO_SETTLE));
    return wait.isPositive() ? Optional.of(wait) : judge(deployment, signs);
  }

  private Optional<Duration> judge(Deployment deployment, LeakSigns signs) {
    var metadata = deployment.getMetadata();
    var leaks = templates.leaks(metadata.getNamespace(), metadata.getName());
    watched.put(
        metadata.getUid(), new Watched(Optional.of(signs), Optional.empty(), !leaks.isEmpty()));
    announcer.announce(deployment, leaks);
    return Optional.empty();
  }

  void forget(Deployment deployment) {
    watched.remove(deployment.getMetadata().getUid());
  }

  /** How many Deployments have such pods now. */
  long leaks() {
    return watched.values().stream().filter(Watched::isLeaking).count();
  }
}
