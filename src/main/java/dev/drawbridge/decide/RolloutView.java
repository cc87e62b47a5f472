package dev.drawbridge.decide;

import dev.drawbridge.api.status.Verified;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far something that depends on a Migration is rolled out: a Deployment, what is held like one,
 * or a pod that waits by itself.
 *
 * @param ask what its template asks for
 * @param held whether it waits for the Migration
 * @param observed whether the counts speak of it as it is written now
 * @param oldPods those of earlier templates, also those that are ending
 * @param rolledOutAt when the last rollout was done, as its controller says; empty if it does not
 */
public record RolloutView(
    String kind,
    String name,
    Ask ask,
    boolean held,
    boolean observed,
    Pods pods,
    List<OldPod> oldPods,
    Optional<Instant> rolledOutAt) {

  public RolloutView {
    oldPods = List.copyOf(oldPods);
  }

  /**
   * How many pods there are.
   *
   * @param desired how many there should be
   * @param updated those of the present template
   */
  public record Pods(int desired, int all, int updated, int available) {

    /** Of what counts no pods: it is one. */
    public static final Pods NONE = new Pods(0, 0, 0, 0);
  }

  /**
   * A pod of an earlier template.
   *
   * @param ending since when it is being deleted; empty if it is not
   */
  public record OldPod(String name, Optional<String> node, Optional<Instant> ending) {

    private String words(String of) {
      var place = node.map(one -> " on node " + one).orElse("");
      return ending
          .map(since ->
              "pod %s of %s%s is ending since %s (if its node is gone for good: kubectl delete pod %s --force --grace-period=0)"
                  .formatted(name, of, place, since, name))
          .orElseGet(() -> "pod %s of %s%s is of an earlier template".formatted(name, of, place));
    }
  }

  /** What of it is of before {@code verified}, in words; empty if nothing is. */
  Optional<String> oldPart(Verified verified) {
    var words = kind + " " + name;
    if (held) {
      return Optional.of(words + " is held");
    }
    if (isBehind(ask, verified)) {
      return Optional.of(
          "%s asks for %s, and %s is verified: roll out what asks for that"
              .formatted(words, ask.glassWords(), newest(verified)));
    }
    return oldPods.stream().findFirst().map(pod -> pod.words(words)).or(this::countedPart);
  }

  private Optional<String> countedPart() {
    return observed && pods.all() != pods.updated()
        ? Optional.of(
            "%d of %d pods of %s %s are of an earlier template"
                .formatted(pods.all() - pods.updated(), pods.all(), kind, name))
        : Optional.empty();
  }

  /** What of it is not there yet, in words; empty if all is. */
  Optional<String> missingPart() {
    if (!observed) {
      return Optional.of("%s %s has just been changed".formatted(kind, name));
    }
    var ready = Math.min(pods.updated(), pods.available());
    return ready < pods.desired()
        ? Optional.of(
            "%d of %d pods of %s %s are available".formatted(ready, pods.desired(), kind, name))
        : Optional.empty();
  }

  private static boolean isBehind(Ask ask, Verified verified) {
    return switch (ask) {
      case Ask.Schema(var version) -> isBehindSchema(version, verified);
      case Ask.Release(var release) -> isBehindRelease(release, verified);
      case Ask.Both(Ask.Schema(var version), Ask.Release(var release)) ->
          isBehindSchema(version, verified) || isBehindRelease(release, verified);
      case Ask.Nothing() -> false;
    };
  }

  private static boolean isBehindSchema(String asked, Verified verified) {
    var newest = verified.version();
    if (newest == null) {
      return false;
    }
    var order = SchemaVersion.of(asked).order(SchemaVersion.of(newest));
    return order.isPresent() ? order.getAsInt() < 0 : !asked.equals(newest);
  }

  private static boolean isBehindRelease(String asked, Verified verified) {
    return !verified.releases().isEmpty() && !asked.equals(verified.releases().getFirst());
  }

  private String newest(Verified verified) {
    var release = verified.releases().stream().findFirst().map(one -> "release " + one);
    return switch (ask) {
      case Ask.Schema _, Ask.Nothing() -> "schema " + verified.version();
      case Ask.Release _ -> release.orElse("no release");
      case Ask.Both _ ->
          "schema %s and %s".formatted(verified.version(), release.orElse("no release"));
    };
  }
}
