package dev.drawbridge.law;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The Deployment and the ReplicaSet controllers, as Kubernetes has them: a paused Deployment makes
 * no ReplicaSet and still scales; with none in use it scales the newest; a known template takes its
 * ReplicaSet up again. It may see late what is stored, and never backwards.
 */
final class PlayedController {

  private static final int SURGE = 1;

  private final PlayedApiServer server;
  private final List<PlayedSet> sets = new ArrayList<>();
  private List<Version> missed = List.of();
  private int seen = -1;
  private int births;

  PlayedController(PlayedApiServer server) {
    this.server = server;
  }

  /** The garbage collector takes what the Deployment owned. */
  void forget() {
    sets.clear();
    seen = server.history().size() - 1;
  }

  List<PlayedSet> sets() {
    return sets;
  }

  /** The ReplicaSet that an undo goes back to. */
  Optional<PlayedSet> previous(PodTemplateSpec template) {
    return sets.stream()
        .filter(set -> !set.template.equals(template))
        .max(Comparator.comparingInt(set -> set.revision));
  }

  /** Looks at what is stored, but for the last {@code late} versions, and does what follows. */
  void act(int late) {
    var before = seen;
    seen = Math.max(seen, server.history().size() - 1 - late);
    server
        .find()
        .filter(now -> seen >= 0)
        .filter(now -> server.history().get(seen).uid().equals(now.uid()))
        .ifPresent(now -> act(server.history().get(seen), before));
  }

  private void act(Version version, int before) {
    if (version.isBeingDeleted()) {
      return;
    }
    missed = server.history().subList(Math.min(before + 1, seen), seen);
    setOf(version).ifPresent(set -> set.annotations = Changes.annotations(version.deployment()));
    if (version.isPaused() || isScaled(version)) {
      scale(version);
    } else {
      rollOut(version);
    }
    server.report(version, sets.stream().mapToInt(set -> set.pods).sum());
  }

  private Optional<PlayedSet> setOf(Version version) {
    return sets.stream().filter(set -> set.template.equals(version.template())).findFirst();
  }

  private List<PlayedSet> inUse() {
    return sets.stream().filter(set -> set.replicas > 0).toList();
  }

  private boolean isScaled(Version version) {
    return inUse().stream().anyMatch(set -> set.desired != version.replicas());
  }

  private void scale(Version version) {
    var inUse = inUse();
    if (inUse.size() <= 1) {
      var newest = sets.stream().max(Comparator.comparingInt(set -> set.born));
      inUse.stream()
          .findFirst()
          .or(() -> setOf(version))
          .or(() -> newest)
          .ifPresent(set -> scale(set, version.replicas(), version));
      return;
    }
    var own = setOf(version).filter(set -> set.replicas == version.replicas());
    if (own.isPresent()) {
      inUse.stream().filter(set -> set != own.get()).forEach(set -> scale(set, 0, version));
    } else {
      scaleInProportion(inUse, version);
    }
  }

  private void scaleInProportion(List<PlayedSet> inUse, Version version) {
    var total = inUse.stream().mapToInt(set -> set.replicas).sum();
    var allowed = version.replicas() > 0 ? version.replicas() + SURGE : 0;
    var left = allowed - total;
    for (var set : inUse) {
      var share = allowed == 0 ? -set.replicas : Math.ceilDiv(left * set.replicas, total);
      var change =
          left > 0 ? Math.min(share, left) : Math.max(share, Math.max(left, -set.replicas));
      left -= change;
      scale(set, set.replicas + change, version);
    }
  }

  private void rollOut(Version version) {
    var own = setOf(version).orElseGet(() -> create(version));
    own.revision = Math.max(own.revision, latest() + (own.revision == latest() ? 0 : 1));
    var total = sets.stream().mapToInt(set -> set.replicas).sum();
    var most = version.replicas() + SURGE;
    if (own.replicas > version.replicas()) {
      scale(own, version.replicas(), version);
    } else if (own.replicas < version.replicas() && total < most) {
      scale(own, Math.min(version.replicas(), own.replicas + most - total), version);
    } else {
      takeOldOnesDown(own, version);
    }
  }

  private int latest() {
    return sets.stream().mapToInt(set -> set.revision).max().orElse(0);
  }

  private PlayedSet create(Version version) {
    var set = new PlayedSet(version.template(), ++births);
    set.revision = latest() + 1;
    set.mayRun = version.granted();
    set.annotations = Changes.annotations(version.deployment());
    sets.add(set);
    return set;
  }

  private void takeOldOnesDown(PlayedSet own, Version version) {
    var spare = sets.stream().mapToInt(set -> set.pods).sum() - version.replicas();
    for (var set : inUse()) {
      if (set != own && spare > 0) {
        var fewer = Math.min(spare, set.replicas);
        spare -= fewer;
        scale(set, set.replicas - fewer, version);
      }
    }
  }

  private void scale(PlayedSet set, int replicas, Version version) {
    set.desired = version.replicas();
    if (set.replicas == 0 && replicas > 0) {
      var isItsOwn = version.granted() && set.template.equals(version.template());
      set.mayRun = isItsOwn || (set.mayRun && isTakenByKubernetes(version));
    }
    set.replicas = Math.max(0, replicas);
  }

  /**
   * What the gate cannot see: a paused Deployment that uses no ReplicaSet and has replicas is given
   * one, though only one that was let go once. So it is where people have paused it; and where it
   * was raised from 0 and then held before Kubernetes had reported that it has no pods, so that it
   * looked like one that runs.
   */
  private boolean isTakenByKubernetes(Version version) {
    return version.isHeld()
        ? missed.stream().anyMatch(PlayedController::looksAsIfItRan)
        : version.isPaused();
  }

  private static boolean looksAsIfItRan(Version version) {
    return !version.isHeld()
        && version.replicas() > 0
        && !version.reportedPods().equals(Optional.of(0));
  }

  void replicaSetsAct() {
    for (var set : sets) {
      if (set.pods < set.replicas && !set.mayRun) {
        throw new BrokenLaw(
            "a pod comes into being that nobody has allowed, of the template "
                + set.template.getMetadata().getAnnotations());
      }
      set.pods = set.replicas;
    }
  }

  void podDies(int number) {
    var alive = sets.stream().filter(set -> set.pods > 0).toList();
    if (!alive.isEmpty()) {
      alive.get(number % alive.size()).pods--;
    }
  }
}
