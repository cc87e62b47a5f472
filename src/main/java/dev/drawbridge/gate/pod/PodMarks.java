package dev.drawbridge.gate.pod;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.decide.PodGate;
import dev.drawbridge.gate.Annotations;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What of a waiting pod is not its writer's to say. */
record PodMarks(Map<String, Optional<String>> annotations) {

  static PodMarks of(PodSituation situation) {
    return new PodMarks(
        Map.of(
            Markers.HELD_BECAUSE_ANNOTATION, situation.because(),
            Markers.BREAK_GLASS_BY_ANNOTATION, situation.approver(),
            Markers.RELEASED_ANNOTATION, situation.releasedMark()));
  }

  boolean areOn(Pod pod) {
    return annotations.entrySet().stream()
        .allMatch(mark -> Hold.annotationOf(pod, mark.getKey()).equals(mark.getValue()));
  }

  /** The pod that {@code situation} asks for, with these; the same object if it is that already. */
  Pod on(PodSituation situation) {
    var pod = situation.asked();
    var gates = gates(situation);
    if (areOn(pod) && gates.isEmpty()) {
      return pod;
    }
    var changed =
        new PodBuilder(pod)
            .editMetadata()
            .withAnnotations(Annotations.with(pod.getMetadata().getAnnotations(), annotations))
            .endMetadata();
    gates.ifPresent(wanted -> changed.editOrNewSpec().withSchedulingGates(wanted).endSpec());
    return changed.build();
  }

  /** A stored pod takes no new gate, so what others take off is refused. */
  private static Optional<List<PodSchedulingGate>> gates(PodSituation situation) {
    var pod = situation.asked();
    if (situation.isNew() && situation.isHeld() && !situation.isGatedNow()) {
      var more = new ArrayList<>(PodGate.others(pod));
      more.add(new PodSchedulingGate(Markers.POD_GATE));
      return Optional.of(more);
    }
    return !situation.isHeld() && situation.isGatedNow()
        ? Optional.of(PodGate.others(pod))
        : Optional.empty();
  }
}
