package dev.drawbridge.gate.pod;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.decide.Need;
import dev.drawbridge.gate.MigrationName;
import dev.drawbridge.gate.Sentences;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Why a write of a pod is refused: the first of these that is so. */
final class PodRefusals {

  private static final List<String> MARKS =
      List.of(
          Markers.HELD_BECAUSE_ANNOTATION,
          Markers.BREAK_GLASS_ANNOTATION,
          Markers.BREAK_GLASS_BY_ANNOTATION,
          Markers.RELEASED_ANNOTATION);

  private static final List<Function<ObjectWrite<Pod>, Optional<String>>> OF_THE_POD =
      List.of(
          PodRefusals::changesItsNeed,
          PodRefusals::saysTooLittle,
          PodRefusals::breaksGlassWithoutRight,
          PodRefusals::takesTheGateOff,
          PodRefusals::wasChangedAfterwards);

  private PodRefusals() {}

  static Optional<String> of(ObjectWrite<Pod> write) {
    return write.ofStatus()
        ? marksThroughStatus(write)
        : OF_THE_POD.stream()
            .map(reason -> reason.apply(write))
            .flatMap(Optional::stream)
            .findFirst();
  }

  private static Optional<String> changesItsNeed(ObjectWrite<Pod> write) {
    var situation = PodSituation.of(write);
    return situation
        .oldNeed()
        .filter(need -> situation.wasGated() && situation.needsAnother())
        .filter(need -> !mayLeave(write, need))
        .map(need -> PodSentences.changesItsNeed(need.migration()));
  }

  /** A name that no Migration can have protects nothing, so a slip of the pen may be put right. */
  private static boolean mayLeave(ObjectWrite<Pod> write, Need need) {
    return !MigrationName.isPossible(need.migration())
        || write.mayBreakGlass().test(need.migration());
  }

  private static Optional<String> saysTooLittle(ObjectWrite<Pod> write) {
    var situation = PodSituation.of(write);
    return situation
        .glass()
        .filter(glass -> situation.isGlassNew() && !glass.isComplete())
        .filter(glass -> !isOfTemplate(situation))
        .flatMap(glass -> situation.need().map(Sentences::saysTooLittle));
  }

  /** The right to what a template brings along was asked for when the template was written. */
  private static boolean isOfTemplate(PodSituation situation) {
    return situation.isNew() && situation.isControlled();
  }

  private static Optional<String> breaksGlassWithoutRight(ObjectWrite<Pod> write) {
    var situation = PodSituation.of(write);
    return situation
        .need()
        .filter(need -> situation.breaksGlass() && !isOfTemplate(situation))
        .filter(need -> !write.mayBreakGlass().test(need.migration()))
        .map(need -> PodSentences.mayNotBreakGlass(need.migration()));
  }

  private static Optional<String> takesTheGateOff(ObjectWrite<Pod> write) {
    var situation = PodSituation.of(write);
    return situation
        .oldNeed()
        .filter(need -> situation.wasGated() && !situation.isGatedNow())
        .filter(need -> !situation.breaksGlass() && !mayLeave(write, need))
        .map(PodSentences::takesTheGateOff);
  }

  private static Optional<String> wasChangedAfterwards(ObjectWrite<Pod> write) {
    var situation = PodSituation.of(write);
    var isAsItMustBe =
        (!situation.isNew() || situation.isHeld() == situation.isGatedNow())
            && PodMarks.of(situation).areOn(write.asked());
    return isAsItMustBe ? Optional.empty() : Optional.of(PodSentences.CHANGED_AFTERWARDS);
  }

  private static Optional<String> marksThroughStatus(ObjectWrite<Pod> write) {
    var situation = PodSituation.of(write);
    var areKept =
        !situation.needsAnother()
            && MARKS.stream()
                .allMatch(mark ->
                    Hold.annotationOf(write.old(), mark)
                        .equals(Hold.annotationOf(write.asked(), mark)));
    return areKept ? Optional.empty() : Optional.of(PodSentences.MARKS_THROUGH_STATUS);
  }
}
