package dev.drawbridge.law;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.gate.Decision;
import dev.drawbridge.gate.Write;
import dev.drawbridge.law.Rules.Flaw;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Stores one Deployment, by the way of a real one: changed, changed by others, then judged. */
final class PlayedApiServer {

  static final String NAMESPACE = "shop";

  private static final String ANYBODY = "somebody@example.com";

  private final Rules rules;
  private final List<Version> history = new ArrayList<>();
  private @Nullable Version current;
  private int uids;
  private int versions;

  PlayedApiServer(Rules rules) {
    this.rules = rules;
  }

  Optional<Version> find() {
    return Optional.ofNullable(current);
  }

  /** All that has been stored since the beginning, oldest first. */
  List<Version> history() {
    return history;
  }

  void create(Deployment asked, Step step) {
    if (current == null) {
      uids++;
      write(null, Changes.identified(asked, "uid-" + uids), Write.Part.OBJECT, step);
    }
  }

  /** Does {@code change} to what is stored, if something is. */
  void change(Write.Part part, Step step, UnaryOperator<Deployment> change) {
    if (current != null) {
      write(current, change.apply(current.deployment()), part, step);
    }
  }

  /** The Deployment and all that it owns goes. */
  void delete() {
    current = null;
  }

  void beginDeletion() {
    if (current != null) {
      var marked = Changes.beingDeleted(current.deployment());
      store(new Version(marked, current.granted(), current.pausedByPeople()));
    }
  }

  /**
   * The operator's patch, of the version that it has read.
   *
   * @param granted whether the rule allowed it when the operator looked
   * @return whether it was done
   */
  boolean release(Version read, boolean granted) {
    var old = current;
    var isUnchanged = old != null && old.isSameAs(read);
    if (old == null || !(isUnchanged || rules.have(Flaw.PATCHES_WHAT_IT_HAS_NOT_READ))) {
      return false;
    }
    store(new Version(released(old), granted && isUnchanged, old.pausedByPeople()));
    return true;
  }

  /** What Kubernetes reports of a version that it has acted on; lost if there is a newer one. */
  void report(Version seen, int pods) {
    var now = current;
    if (now == null || !now.isSameAs(seen)) {
      return;
    }
    var status = new DeploymentStatus();
    status.setObservedGeneration(now.generation());
    status.setReplicas(pods);
    if (!status.equals(now.deployment().getStatus())) {
      var reported = Changes.reported(now.deployment(), status);
      store(new Version(reported, now.granted(), now.pausedByPeople()));
    }
  }

  private Deployment released(Version old) {
    var mark = Hold.markOf(old.deployment());
    var staysPaused =
        mark.equals(Optional.of(Markers.HELD_ALREADY_PAUSED))
            && !rules.have(Flaw.RESUMES_EVERYTHING);
    return Changes.paused(
        Changes.annotated(old.deployment(), Markers.HELD_ANNOTATION, ""), staysPaused);
  }

  private void write(@Nullable Version old, Deployment asked, Write.Part part, Step step) {
    var before = old == null ? null : old.deployment();
    var status = before == null ? null : before.getStatus();
    var write =
        new Write(
            before,
            Changes.reported(asked, status),
            part,
            ANYBODY,
            migration -> step.mayBreakGlass());
    if (!(rules.decide().apply(write) instanceof Decision.Allowed(var decided, var _))) {
      return;
    }
    var stored = part == Write.Part.OBJECT ? meddled(decided, step) : decided;
    if (!stored.equals(decided)) {
      var again = with(write, stored);
      var last = step.asksAgain() ? rules.decide().apply(again) : rules.judge().apply(again);
      if (!(last instanceof Decision.Allowed(var judged, var _))) {
        return;
      }
      stored = judged;
    }
    store(new Truth(old, asked, stored, step).version());
  }

  private static Write with(Write write, Deployment asked) {
    return new Write(write.old(), asked, write.part(), write.user(), write.mayBreakGlass());
  }

  private static Deployment meddled(Deployment deployment, Step step) {
    return switch (step.meddling()) {
      case NONE -> deployment;
      case UNPAUSES -> Changes.paused(deployment, false);
      case TAKES_THE_MARK_OFF -> Changes.annotated(deployment, Markers.HELD_ANNOTATION, "");
      case RAISES_SCHEMA -> Changes.template(deployment, Manifest.SCHEMA_9);
      case TAKES_THE_LABEL_OFF -> Changes.labelled(deployment, "");
    };
  }

  private void store(Version version) {
    var numbered =
        new Version(
            Changes.numbered(version.deployment(), ++versions, generation(version)),
            version.granted(),
            version.pausedByPeople());
    if (!numbered.isHeld()
        && !numbered.isBeingDeleted()
        && numbered.isPaused() != numbered.pausedByPeople()) {
      throw new BrokenLaw(
          numbered.pausedByPeople()
              ? "somebody had paused it, and it is not paused after its hold"
              : "it is not held, nobody has paused it, and it is paused");
    }
    current = numbered;
    history.add(numbered);
  }

  /** Of Deployments, annotations count as well. */
  private long generation(Version next) {
    var before = Optional.ofNullable(current).filter(one -> one.uid().equals(next.uid()));
    var isChanged =
        before.filter(one -> !isTheSame(one.deployment(), next.deployment())).isPresent();
    return before.map(Version::generation).orElse(1L) + (isChanged ? 1 : 0);
  }

  private static boolean isTheSame(Deployment one, Deployment other) {
    return one.getSpec().equals(other.getSpec())
        && Changes.annotations(one).equals(Changes.annotations(other));
  }
}
