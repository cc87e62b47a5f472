package dev.drawbridge.runner;

import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.report.Count;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.plan.Plan;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.Sentences;
import dev.drawbridge.runner.process.Standing;
import java.util.List;
import java.util.stream.Collectors;

/** The end of a run that did what it was asked for, in words. */
record GoodEnding(MigrationSpec spec, Progress progress) {

  /** {@code remarks} are what somebody who reads that all is well should still know. */
  Ending verified(List<String> remarks) {
    var closing = progress.closing(Ending.of(Exit.VERIFIED, Reason.VERIFIED, ""));
    var version = closing.to() == null ? "no version" : "schema " + closing.to();
    var from = closing.from() == null ? "an empty history" : closing.from();
    var what = spec.runsTools() ? "script or step" : "script";
    return Ending.of(
        Exit.VERIFIED,
        Reason.VERIFIED,
        "%s, from %s: %s applied, %s passed.%s"
            .formatted(
                version,
                from,
                Count.of(closing.applied(), what),
                Count.of(closing.checks(), "check"),
                remarks.stream().map(remark -> " " + remark).collect(Collectors.joining())));
  }

  /** The end of a run that only checked. */
  Ending checked() {
    var closing = progress.closing(Ending.of(Exit.VERIFIED, Reason.VERIFIED, ""));
    return Ending.of(
        Exit.VERIFIED, Reason.VERIFIED, Count.of(closing.checks(), "check") + " passed.");
  }

  Ending planned(Plan plan) {
    return Ending.of(
        Exit.PLANNED,
        Reason.PLANNED,
        new Sentences(
            "Planned only: %s; digest %s.".formatted(plan.sentence(), plan.digest()),
            Standing.NOTHING_APPLIED,
            ""));
  }
}
