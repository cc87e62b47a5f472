package dev.drawbridge.runner.rehearsal;

import dev.drawbridge.report.Count;
import dev.drawbridge.report.PlanSummary.Lock;
import dev.drawbridge.report.PlanSummary.Longest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came out when one script was rehearsed.
 *
 * @param blocksOthers whether others that read or write would wait for it
 * @param words its locks, for people
 */
record ScriptRehearsal(
    int statements,
    long millis,
    @Nullable Longest longest,
    List<Lock> locks,
    boolean blocksOthers,
    String words,
    List<String> rewritten) {

  String sentence() {
    var anew =
        rewritten.isEmpty()
            ? ""
            : ". Written anew: "
                + String.join(", ", rewritten.subList(0, Math.min(3, rewritten.size())));
    return Count.of(statements, "statement") + ", " + words + anew;
  }
}
