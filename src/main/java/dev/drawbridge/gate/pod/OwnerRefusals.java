package dev.drawbridge.gate.pod;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.decide.Need;
import dev.drawbridge.gate.MigrationName;
import dev.drawbridge.gate.Sentences;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Why a write of something that makes pods is refused: the first of these that is so. */
final class OwnerRefusals {

  private static final List<Function<ObjectWrite<HasMetadata>, Optional<String>>> OF_THE_OWNER =
      List.of(
          OwnerRefusals::leaves,
          OwnerRefusals::saysTooLittle,
          OwnerRefusals::breaksGlassWithoutRight,
          OwnerRefusals::claimsARelease,
          OwnerRefusals::wasChangedAfterwards);

  private OwnerRefusals() {}

  static Optional<String> of(ObjectWrite<HasMetadata> write) {
    return write.ofStatus()
        ? memoryThroughStatus(write)
        : OF_THE_OWNER.stream()
            .map(reason -> reason.apply(write))
            .flatMap(Optional::stream)
            .findFirst();
  }

  /** A name that no Migration can have protects nothing, so a slip of the pen may be put right. */
  private static Optional<String> leaves(ObjectWrite<HasMetadata> write) {
    var situation = OwnerSituation.of(write);
    var next = situation.need().map(Need::migration);
    return situation
        .oldNeed()
        .map(Need::migration)
        .filter(migration -> !next.equals(Optional.of(migration)))
        .filter(MigrationName::isPossible)
        .filter(migration -> !write.mayBreakGlass().test(migration))
        .map(PodSentences::leaves);
  }

  private static Optional<String> saysTooLittle(ObjectWrite<HasMetadata> write) {
    var situation = OwnerSituation.of(write);
    return situation
        .glass()
        .filter(glass -> situation.isGlassNew() && !glass.isComplete())
        .flatMap(glass -> situation.need().map(Sentences::saysTooLittle));
  }

  private static Optional<String> breaksGlassWithoutRight(ObjectWrite<HasMetadata> write) {
    var situation = OwnerSituation.of(write);
    return situation
        .need()
        .filter(need -> situation.breaksGlass() && !situation.isByCronJobController())
        .filter(need -> !write.mayBreakGlass().test(need.migration()))
        .map(need -> PodSentences.mayNotBreakGlassOfTemplate(need.migration()));
  }

  private static Optional<String> claimsARelease(ObjectWrite<HasMetadata> write) {
    return OwnerSituation.of(write).claimsARelease()
        ? Optional.of(PodSentences.CLAIMS_A_RELEASE)
        : Optional.empty();
  }

  private static Optional<String> wasChangedAfterwards(ObjectWrite<HasMetadata> write) {
    return OwnerRule.isAsItMustBe(OwnerSituation.of(write))
        ? Optional.empty()
        : Optional.of(PodSentences.MEMORY_CHANGED_AFTERWARDS);
  }

  private static Optional<String> memoryThroughStatus(ObjectWrite<HasMetadata> write) {
    var situation = OwnerSituation.of(write);
    var isKept =
        Hold.annotationOf(write.asked(), Markers.RELEASED_ANNOTATION).equals(situation.memory())
            && Hold.labelOf(write.asked(), Markers.RELEASED_LABEL).equals(situation.memoryLabel());
    return isKept ? Optional.empty() : Optional.of(PodSentences.MEMORY_THROUGH_STATUS);
  }
}
