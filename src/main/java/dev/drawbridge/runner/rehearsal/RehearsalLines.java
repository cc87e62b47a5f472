package dev.drawbridge.runner.rehearsal;

import dev.drawbridge.report.Count;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.process.Journal;

/** The lines that a rehearsal tells: a timeline has room for 50, and others need most of them. */
final class RehearsalLines {

  private static final int MOST = 8;

  /** Of those that would keep others waiting, more are told. */
  private static final int MOST_OF_BLOCKING = 14;

  private final Journal journal;
  private int told;
  private int untold;

  RehearsalLines(Journal journal) {
    this.journal = journal;
  }

  void tell(String script, ScriptRehearsal shown) {
    if (told < (shown.blocksOthers() ? MOST_OF_BLOCKING : MOST)) {
      told++;
      journal.tell(RunPhase.REHEARSAL, State.PASSED, script, shown.sentence(), shown.millis());
    } else {
      untold++;
    }
  }

  void tellLeft(String subject, String why) {
    if (told < MOST_OF_BLOCKING) {
      told++;
      journal.tell(RunPhase.REHEARSAL, State.SKIPPED, subject, "not rehearsed: " + why);
    } else {
      untold++;
    }
  }

  void finish() {
    if (untold > 0) {
      journal.tell(
          RunPhase.REHEARSAL,
          State.FOUND,
          "scripts",
          "no line here: " + Count.of(untold, "more script"));
    }
  }
}
