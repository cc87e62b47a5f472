package dev.drawbridge.decide;

import dev.drawbridge.api.status.Condition;
import dev.drawbridge.report.Reason;
import java.time.Instant;
import java.util.List;

/**
 * The conditions of a Migration as they follow from how it stands. A transition time moves only
 * when its status flips.
 */
final class Conditions {

  private Conditions() {}

  /** How things stand, seen as one of four kinds. */
  enum Outlook {
    DONE,
    GOING_ON,
    STUCK,
    AT_REST
  }

  /**
   * What {@code outlook} means for each condition, with the times of {@code before} where nothing
   * flips.
   */
  static List<Condition> of(
      Outlook outlook,
      Reason reason,
      String message,
      boolean somethingVerified,
      List<Condition> before,
      long generation,
      Instant now) {
    var writer = new Writer(before, generation, now);
    return List.of(
        writer.write(ConditionType.READY, outlook == Outlook.DONE, reason, message),
        outlook == Outlook.GOING_ON
            ? writer.write(ConditionType.RECONCILING, true, reason, message)
            : writer.write(ConditionType.RECONCILING, false, reason, "Nothing is under way."),
        outlook == Outlook.STUCK
            ? writer.write(ConditionType.STALLED, true, reason, message)
            : writer.write(ConditionType.STALLED, false, reason, "Nothing is stuck."),
        writer.write(
            ConditionType.VERIFIED,
            somethingVerified,
            somethingVerified ? Reason.VERIFIED : Reason.NOT_VERIFIED_YET,
            somethingVerified
                ? "The gate relies on status.verified."
                : "Nothing has been verified yet."));
  }

  private record Writer(List<Condition> before, long generation, Instant now) {

    Condition write(ConditionType type, boolean holds, Reason reason, String message) {
      var status = holds ? "True" : "False";
      var since =
          before.stream()
              .filter(old -> old.type().equals(type.word()) && old.status().equals(status))
              .findFirst()
              .map(Condition::lastTransitionTime)
              .orElse(now);
      return new Condition(type.word(), status, reason.word(), message, since, generation);
    }
  }
}
