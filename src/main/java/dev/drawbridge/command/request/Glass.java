package dev.drawbridge.command.request;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Rollout;
import dev.drawbridge.command.cluster.Cluster;
import dev.drawbridge.command.cluster.Named;
import dev.drawbridge.command.cluster.Unanswered;
import dev.drawbridge.decide.Ask;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.decide.Need;
import dev.drawbridge.decide.PodGate;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A kind of what the gate keeps waiting.
 *
 * @param isWaiting whether one of them waits
 */
record Glass<T extends HasMetadata>(
    Class<T> type, Function<T, Optional<Need>> need, Predicate<T> isWaiting) {

  /** The kind of {@code named}. */
  static Glass<?> of(Named named) throws NotDone {
    return switch (named.kind()) {
      case "deployment" -> new Glass<>(Deployment.class, Need::of, Glass::isHeld);
      case "rollout" ->
          new Glass<>(
              Rollout.class,
              rollout -> Need.of(rollout.asDeployment()),
              rollout -> isHeld(rollout.asDeployment()));
      case "pod" -> new Glass<>(Pod.class, pod -> Need.ofPod(pod.getMetadata()), PodGate::isOn);
      default ->
          throw new NotDone(
              "The glass of a %s cannot be broken: name a deployment/NAME, a rollout/NAME or a pod/NAME. Pods of other kinds wait one by one."
                  .formatted(named.kind()));
    };
  }

  private static boolean isHeld(Deployment deployment) {
    return Hold.markOf(deployment).isPresent();
  }

  /** Looks at the one of this name. */
  Pane<T> look(Cluster cluster, String name) throws Unanswered, NotDone {
    var seen = cluster.read(type, name);
    return new Pane<>(this, seen, need(seen));
  }

  private Need need(T seen) throws NotDone {
    var need = this.need.apply(seen);
    if (need.isEmpty()) {
      throw new NotDone(
          "%s has no label %s, so no gate keeps it waiting."
              .formatted(title(seen), Markers.MIGRATION_LABEL));
    }
    return need.get();
  }

  static String title(HasMetadata seen) {
    var metadata = seen.getMetadata();
    return "%s %s/%s".formatted(seen.getKind(), metadata.getNamespace(), metadata.getName());
  }

  /** One of them, as it was looked at. */
  record Pane<T extends HasMetadata>(Glass<T> glass, T seen, Need need) {

    /** What is opened, and until when. */
    String effect() {
      var because =
          Hold.annotationOf(seen, Markers.HELD_BECAUSE_ANNOTATION)
              .map(why -> " It waits: " + why + ".")
              .orElse("");
      return "%s needs %s.%s%nThis opens its gate without proof that it is there. %s"
          .formatted(title(seen), need.words(), because, until());
    }

    private String until() {
      if (seen instanceof Pod) {
        return "It holds for this one pod.";
      }
      return need.ask() instanceof Ask.Nothing
          ? "It holds for this one template: the next one waits again."
          : "It holds for every template that asks for %s, and ends with the first that asks for something else."
              .formatted(need.ask().glassWords());
    }

    String opensWith(String reason) throws NotDone {
      if (!glass.isWaiting().test(seen)) {
        throw new NotDone("%s does not wait, so there is nothing to open.".formatted(title(seen)));
      }
      var words = need.ask().glassWords() + ": " + reason;
      if (words.equals(now())) {
        throw new NotDone(
            "The same words stand on %s already, and it waits: give another reason."
                .formatted(title(seen)));
      }
      return words;
    }

    private String now() {
      return Hold.annotationOf(seen, Markers.BREAK_GLASS_ANNOTATION).orElse("");
    }

    /** Writes {@code words}, unless its template asks for something else by now. */
    Pane<T> open(Cluster cluster, String words) throws Unanswered, NotDone {
      return write(cluster, Optional.of(words));
    }

    Pane<T> takeOff(Cluster cluster) throws Unanswered, NotDone {
      if (now().isEmpty()) {
        throw new NotDone(
            "%s carries no %s, so there is nothing to take off."
                .formatted(title(seen), Markers.BREAK_GLASS_ANNOTATION));
      }
      return write(cluster, Optional.empty());
    }

    private Pane<T> write(Cluster cluster, Optional<String> value) throws Unanswered, NotDone {
      var written =
          Wish.write(
              cluster,
              glass.type(),
              seen,
              found -> {
                if (!Objects.equals(glass.need(found), need)) {
                  throw new NotDone(
                      "%s asks for something else by now, so nothing was changed: look again."
                          .formatted(title(seen)));
                }
                return Map.of(Markers.BREAK_GLASS_ANNOTATION, value);
              });
      return new Pane<>(glass, written, need);
    }

    boolean isWaiting() {
      return glass.isWaiting().test(seen);
    }
  }
}
