package dev.drawbridge.gate;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.decide.Need;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Why a write is refused: the first of these that is so. */
final class Refusals {

  private static final List<String> MARKS =
      List.of(
          Markers.HELD_ANNOTATION,
          Markers.HELD_BECAUSE_ANNOTATION,
          Markers.RELEASED_ANNOTATION,
          Markers.BREAK_GLASS_ANNOTATION,
          Markers.BREAK_GLASS_BY_ANNOTATION);

  private static final List<Function<Write, Optional<String>>> OF_THE_OBJECT =
      List.of(
          Refusals::leaves,
          Refusals::saysTooLittle,
          Refusals::breaksGlassWithoutRight,
          Refusals::wasChangedAfterwards,
          Refusals::startsWhatIsHeld,
          Refusals::holdsWhatIsNotSeen);

  private Refusals() {}

  static Optional<String> of(Write write) {
    return switch (write.part()) {
      case OBJECT -> reasons(write).findFirst();
      case SCALE -> scalesWhatIsHeld(write);
      case STATUS -> marksThroughStatus(write);
    };
  }

  private static Stream<String> reasons(Write write) {
    return OF_THE_OBJECT.stream().map(reason -> reason.apply(write)).flatMap(Optional::stream);
  }

  /** A name that no Migration can have protects nothing, so a slip of the pen may be put right. */
  private static Optional<String> leaves(Write write) {
    var next = Need.of(write.asked()).map(Need::migration);
    return Need.of(write.old())
        .map(Need::migration)
        .filter(migration -> !next.equals(Optional.of(migration)))
        .filter(MigrationName::isPossible)
        .filter(migration -> !write.mayBreakGlass().test(migration))
        .map(Sentences::leaves);
  }

  private static Optional<String> saysTooLittle(Write write) {
    var situation = Situation.of(write);
    return situation
        .glass()
        .filter(glass -> situation.isGlassNew() && !glass.isComplete())
        .flatMap(glass -> situation.need().map(Sentences::saysTooLittle));
  }

  private static Optional<String> breaksGlassWithoutRight(Write write) {
    var situation = Situation.of(write);
    return situation
        .need()
        .filter(need -> situation.breaksGlass())
        .filter(need -> !write.mayBreakGlass().test(need.migration()))
        .map(need -> Sentences.mayNotBreakGlass(kind(write), need));
  }

  private static Optional<String> wasChangedAfterwards(Write write) {
    return Marks.of(Situation.of(write), write.user()).areOn(write.asked())
        ? Optional.empty()
        : Optional.of(Sentences.changedAfterwards(kind(write)));
  }

  private static Optional<String> startsWhatIsHeld(Write write) {
    var situation = Situation.of(write);
    return situation
        .need()
        .filter(need -> situation.isHeld() && situation.isRaisedFromZero())
        .map(need -> Sentences.startsWhatIsHeld(kind(write), need));
  }

  private static Optional<String> holdsWhatIsNotSeen(Write write) {
    var situation = Situation.of(write);
    return situation
        .need()
        .filter(need -> situation.isHeldUnseen())
        .map(need -> Sentences.holdsWhatIsNotSeen(kind(write), need));
  }

  private static Optional<String> scalesWhatIsHeld(Write write) {
    var situation = Situation.of(write);
    return Need.of(write.old())
        .filter(need -> situation.wasHeld() && situation.isRaisedFromZero())
        .map(need -> Sentences.startsWhatIsHeld(kind(write), need));
  }

  private static String kind(Write write) {
    return write.asked().getKind();
  }

  private static Optional<String> marksThroughStatus(Write write) {
    return MARKS.stream()
        .filter(mark ->
            !Objects.equals(
                Hold.annotationOf(write.old(), mark), Hold.annotationOf(write.asked(), mark)))
        .findFirst()
        .map(mark -> Sentences.marksThroughStatus(kind(write)));
  }
}
