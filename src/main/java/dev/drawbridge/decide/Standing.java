package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.Verified;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How things stand with a Migration, in words for those who wait for it. */
final class Standing {

  private Standing() {}

  /** What is verified, and what its run is at. */
  static String of(Need need, MigrationStatus status) {
    return verified(need.ask(), status.verified())
        + run(status.run()).map(words -> "; " + words).orElse("");
  }

  /** What is needed and what is verified, for a status in which the run stands beside it. */
  static String inStatus(Need need, Migration migration, MigrationStatus status) {
    var ruling = ReleaseRule.judge(need, migration, status);
    if (ruling instanceof Ruling.Closed(var why, var sentence) && why != Ruling.Why.NOT_VERIFIED) {
      return sentence;
    }
    var isAsWritten = need.ask() instanceof Ask.Nothing && ruling.isOpen();
    return "needs "
        + need.words()
        + "; "
        + (isAsWritten ? "that is verified" : verified(need.ask(), status.verified()));
  }

  private static String verified(Ask ask, @Nullable Verified verified) {
    if (verified == null) {
      return "nothing is verified yet";
    }
    return switch (ask) {
      case Ask.Schema(var version) -> schema(version, verified);
      case Ask.Release _ -> release(verified);
      case Ask.Both(Ask.Schema(var version), _) ->
          schema(version, verified) + ", " + release(verified);
      case Ask.Nothing() -> "verified is what it said before";
    };
  }

  private static String schema(String wanted, Verified verified) {
    var version = verified.version();
    if (version == null) {
      return "no schema version is verified yet";
    }
    var asked = SchemaVersion.of(wanted);
    var isPassedOver =
        asked.isAtMost(SchemaVersion.of(version)) && !ReleaseRule.isApplied(asked, verified);
    return "verified is " + version + (isPassedOver ? ", but " + wanted + " was not applied" : "");
  }

  private static String release(Verified verified) {
    return verified.releases().isEmpty()
        ? "no release is verified yet"
        : "verified is release " + verified.releases().getFirst();
  }

  private static Optional<String> run(@Nullable Run run) {
    if (run == null || run.succeeded()) {
      return Optional.empty();
    }
    if (run.underWay()) {
      return Optional.of("run " + run.id() + place(run.step()));
    }
    if (run.isPlan()) {
      return Optional.of("the plan of run " + run.id() + " waits for approval");
    }
    var reason = run.reason();
    return Optional.of("run " + run.id() + " failed" + (reason == null ? "" : ": " + reason));
  }

  private static String place(@Nullable String step) {
    if (step == null) {
      return " has begun";
    }
    return step.equals(RunProgress.AT_WORK) ? " is at work" : " is at " + step;
  }
}
