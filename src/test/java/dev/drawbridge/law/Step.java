package dev.drawbridge.law;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * One thing that happens. It holds all its choices, so that a sequence can be repeated without some
 * of its steps.
 *
 * @param hand what is written, if something is
 * @param number which of several, such as the template or the number of replicas
 * @param mayBreakGlass whether who does it has that right
 * @param meddling what another webhook does to the write after us
 * @param asksAgain whether the API server then asks us once more before it judges
 */
record Step(
    Kind kind, Hand hand, int number, boolean mayBreakGlass, Meddling meddling, boolean asksAgain) {

  /** What can happen. */
  enum Kind {
    WRITE,
    CREATE,
    CREATE_WITHOUT_LABEL,
    RESTORE_A_COPY,
    DELETE,
    DELETE_SLOWLY,
    MIGRATION_APPLIED,
    SCRIPTS_CHANGED,
    MIGRATION_RUNS,
    MIGRATION_VERIFIED,
    MIGRATION_FAILED,
    MIGRATION_ROLLED_BACK,
    MIGRATION_BEING_DELETED,
    MIGRATION_GONE,
    OPERATOR_DIES,
    OPERATOR_STARTS,
    OPERATOR_SEES_DEPLOYMENT,
    OPERATOR_SEES_MIGRATIONS,
    OPERATOR_LOOKS,
    OPERATOR_LETS_GO,
    OPERATOR_LOOKS_AND_LETS_GO,
    CONTROLLER_ACTS,
    REPLICA_SETS_ACT,
    POD_DIES
  }

  /** What a webhook of somebody else does to an object that it is shown. */
  enum Meddling {
    NONE,
    UNPAUSES,
    TAKES_THE_MARK_OFF,
    RAISES_SCHEMA,
    TAKES_THE_LABEL_OFF
  }

  private static final List<Kind> OF_MACHINES =
      List.of(
          Kind.OPERATOR_SEES_DEPLOYMENT,
          Kind.OPERATOR_SEES_MIGRATIONS,
          Kind.OPERATOR_LOOKS,
          Kind.OPERATOR_LETS_GO,
          Kind.OPERATOR_LOOKS_AND_LETS_GO,
          Kind.CONTROLLER_ACTS,
          Kind.REPLICA_SETS_ACT);

  private static final List<Kind> OFTEN =
      List.of(
          Kind.CREATE,
          Kind.MIGRATION_APPLIED,
          Kind.MIGRATION_VERIFIED,
          Kind.MIGRATION_VERIFIED,
          Kind.MIGRATION_ROLLED_BACK);

  /** People write about as often as machines act. */
  private static final List<Kind> ALL =
      Stream.of(
              List.of(Kind.values()),
              times(5, OF_MACHINES),
              times(3, OFTEN),
              times(30, List.of(Kind.WRITE)))
          .flatMap(List::stream)
          .toList();

  private static List<Kind> times(int count, List<Kind> kinds) {
    return Stream.generate(() -> kinds).limit(count).flatMap(List::stream).toList();
  }

  static Step any(Random random) {
    var hands = Hand.values();
    var meddling = Meddling.values();
    return new Step(
        ALL.get(random.nextInt(ALL.size())),
        hands[random.nextInt(hands.length)],
        random.nextInt(24),
        random.nextInt(4) == 0,
        random.nextInt(6) == 0 ? meddling[random.nextInt(meddling.length)] : Meddling.NONE,
        random.nextBoolean());
  }

  @Override
  public String toString() {
    return (kind == Kind.WRITE ? hand : kind)
        + " "
        + number
        + (mayBreakGlass ? " by one who may break glass" : "")
        + (meddling == Meddling.NONE ? "" : ", another webhook " + meddling)
        + (meddling != Meddling.NONE && asksAgain ? ", asked again" : "");
  }
}
