package dev.drawbridge.operator;

import dev.drawbridge.act.Announcer;
import dev.drawbridge.decide.Announcement;
import dev.drawbridge.decide.DeploymentView;
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
   * @param leak the sentence about it, or that it has none; empty if nobody has looked yet
   */
  private record Watched(
      Optional<LeakSigns> judged, Optional<Instant> since, Optional<Optional<String>> leak) {

    static final Watched NEW = new Watched(Optional.empty(), Optional.empty(), Optional.empty());
    static final Watched WITHOUT_SIGNS =
        new Watched(Optional.empty(), Optional.empty(), Optional.of(Optional.empty()));

    Watched differsSince(Instant now) {
      return new Watched(judged, since.or(() -> Optional.of(now)), leak);
    }

    Watched asJudged() {
      return new Watched(judged, Optional.empty(), leak);
    }

    boolean isLeaking() {
      return leak.flatMap(found -> found).isPresent();
    }
  }

  /**
   * What came of a look.
   *
   * @param isNews whether something else is known of its leaks than before
   * @param lookAgain after how long it is to be looked at again
   */
  record Looked(boolean isNews, Optional<Duration> lookAgain) {

    static final Looked AT_NOTHING = new Looked(false, Optional.empty());
  }

  /** Looks at {@code deployment}, if it is of a kind that can leak. */
  Looked look(Deployment deployment, LeakSigns signs, Instant now) {
    if (!templates.kind().hasReplicaSets()) {
      return Looked.AT_NOTHING;
    }
    var before = watched.getOrDefault(deployment.getMetadata().getUid(), Watched.NEW);
    var after = next(deployment, signs, before, now);
    watched.put(deployment.getMetadata().getUid(), after);
    var lookAgain = after.since().map(since -> Duration.between(now, since.plus(TO_SETTLE)));
    return new Looked(!before.leak().equals(after.leak()), lookAgain);
  }

  private Watched next(Deployment deployment, LeakSigns signs, Watched before, Instant now) {
    if (!signs.areThere()) {
      return Watched.WITHOUT_SIGNS;
    }
    if (before.judged().filter(signs::equals).isPresent()) {
      return before.asJudged();
    }
    var waiting = before.differsSince(now);
    var isSettled = waiting.since().filter(since -> !now.isBefore(since.plus(TO_SETTLE)));
    return isSettled.isPresent() ? judged(deployment, signs) : waiting;
  }

  private Watched judged(Deployment deployment, LeakSigns signs) {
    var metadata = deployment.getMetadata();
    var leaks = templates.leaks(metadata.getNamespace(), metadata.getName());
    announcer.announce(deployment, leaks);
    var sentence = leaks.stream().findFirst().map(Announcement::message);
    return new Watched(Optional.of(signs), Optional.empty(), Optional.of(sentence));
  }

  void forget(Deployment deployment) {
    watched.remove(deployment.getMetadata().getUid());
  }

  /** The sentence about its leak, or that it has none; empty if nobody has looked yet. */
  Optional<Optional<String>> found(DeploymentView deployment) {
    return watched.getOrDefault(deployment.uid(), Watched.NEW).leak();
  }

  /** How many Deployments have such pods now. */
  long leaks() {
    return watched.values().stream().filter(Watched::isLeaking).count();
  }
}
