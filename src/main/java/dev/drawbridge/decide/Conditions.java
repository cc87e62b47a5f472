package dev.drawbridge.decide;

import dev.drawbridge.api.status.Condition;
import dev.drawbridge.report.Reason;
import java.time.Instant;
import java.util.List;

/**
 * The four conditions of a Migration, by the kstatus convention. A transition time moves only when
 * its status flips.
 */
enum Conditions {
  /** The last run was verified, and nothing has changed since. */
  READY("Ready"),
  /** Something is under way or awaited, and will go on by itself. */
  RECONCILING("Reconciling"),
  /** Nothing goes on until somebody does something. */
  STALLED("Stalled"),
  /** Something was verified that the gate relies on. */
  VERIFIED("Verified");

  private final String word;

  Conditions(String word) {
    this.word = word;
  }

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
        writer.write(READY, outlook == Outlook.DONE, reason, message),
        outlook == Outlook.GOING_ON
            ? writer.write(RECONCILING, true, reason, message)
            : writer.write(RECONCILING, false, reason, "Nothing is under way."),
        outlook == Outlook.STUCK
            ? writer.write(STALLED, true, reason, message)
            : writer.write(STALLED, false, reason, "Nothing is stuck."),
        writer.write(
            VERIFIED,
            somethingVerified,
            somethingVerified ? Reason.VERIFIED : Reason.NOT_VERIFIED_YET,
            somethingVerified
                ? "The gate relies on status.verified."
                : "Nothing has been verified yet."));
  }

  private record Writer(List<Condition> before, long generation, Instant now) {

    Condition write(Conditions type, boolean holds, Reason reason, String message) {
      var status = holds ? "True" : "False";
      var since =
          before.stream()
              .filter(old -> old.type().equals(type.word) && old.status().equals(status))
              .findFirst()
              .map(Condition::lastTransitionTime)
              .orElse(now);
      return new Condition(type.word, status, reason.word(), message, since, generation);
    }
  }
}
