package dev.drawbridge.runner.undo;

import dev.drawbridge.report.Count;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Progress;

/** The end of a run that has gone back as it was asked to, in words. */
public record UndoneEnding(Progress progress) {

  public Ending verified() {
    var closing = progress.closing(Ending.of(Exit.VERIFIED, Reason.VERIFIED, ""));
    var version = closing.to() == null ? "no version" : "schema " + closing.to();
    var checks = Count.of(closing.checks(), "check");
    var count = progress.undoneCount();
    var message =
        count == 0
            ? "%s: there was nothing to undo; %s passed.".formatted(version, checks)
            : "%s, from %s: %s undone, %s passed."
                .formatted(version, closing.from(), Count.of(count, "script"), checks);
    return Ending.of(Exit.VERIFIED, Reason.VERIFIED, message);
  }
}
