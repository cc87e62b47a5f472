package dev.drawbridge.runner.rehearsal;

import dev.drawbridge.report.PlanSummary;
import dev.drawbridge.report.PlanSummary.Left;
import dev.drawbridge.report.PlanSummary.Lock;
import dev.drawbridge.report.PlanSummary.Longest;
import dev.drawbridge.report.PlanSummary.Rehearsed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rehearsal has shown so far: of everything the most telling, whatever the scripts' size.
 */
final class Findings {

  private static final int MOST = PlanSummary.MOST_OF_A_REHEARSAL;
  private static final Comparator<Lock> STRONGEST_FIRST =
      Comparator.comparing(Findings::mode).thenComparingLong(Lock::millis).reversed();

  private List<Lock> locks = List.of();
  private final Set<String> rewritten = new LinkedHashSet<>();
  private final List<Left> left = new ArrayList<>();
  private @Nullable Longest longest;
  private int scripts;
  private int statements;

  private static LockMode mode(Lock lock) {
    return LockMode.valueOf(lock.mode().replace(' ', '_').toUpperCase(Locale.ROOT));
  }

  void add(ScriptRehearsal script) {
    scripts++;
    statements += script.statements();
    var all = new ArrayList<>(locks);
    all.addAll(script.locks());
    locks = all.stream().sorted(STRONGEST_FIRST).limit(MOST).toList();
    var slowest = script.longest();
    if (slowest != null && (longest == null || slowest.millis() > longest.millis())) {
      longest = slowest;
    }
    for (var relation : script.rewritten()) {
      if (rewritten.size() < MOST) {
        rewritten.add(relation);
      }
    }
  }

  void leave(String subject, String why) {
    if (left.size() < MOST) {
      left.add(new Left(subject, why));
    }
  }

  int scripts() {
    return scripts;
  }

  Rehearsed sum(long millis) {
    return new Rehearsed(
        millis, scripts, statements, longest, locks, List.copyOf(rewritten), List.copyOf(left));
  }
}
