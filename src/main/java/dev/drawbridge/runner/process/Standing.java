package dev.drawbridge.runner.process;

/**
 * How things stand when a run ends, as the part of its message that says so.
 *
 * @param words whole sentences; empty where what happened says it already
 */
public record Standing(String words) {

  public static final Standing NOTHING_APPLIED = new Standing("Nothing was applied.");

  public static final Standing NOTHING_UNDONE = new Standing("Nothing was undone.");

  private static final Standing UNDONE_STAYS = new Standing("What was undone stays so.");

  /** Of a run that nothing is to be said of, or of which all is said. */
  public static final Standing NOT_TOLD = new Standing("");

  private static final Standing SCRIPTS_BEFORE =
      new Standing("Some scripts were applied by this run.");

  private static final Standing STEPS_BEFORE =
      new Standing("The steps before this one are done, and stay so.");

  /** Of a run that is as far as {@code progress} says, and goes no further. */
  public static Standing of(Progress progress) {
    var script = progress.script();
    if (script != null && !script.transactional()) {
      return halfDone(
          "%s ran outside a transaction and may be half done; %s."
              .formatted(script.name(), progress.standing()),
          script);
    }
    return progress.hasApplied() ? SCRIPTS_BEFORE : NOTHING_APPLIED;
  }

  /** The same, where a script was under way, and what became of it is told already. */
  public static Standing of(Progress progress, Progress.Script script, Fate fate) {
    var schema = sentence(progress.standing());
    return switch (fate) {
      case ROLLED_BACK -> new Standing(schema);
      case PERHAPS_HALF_DONE -> halfDone(schema, script);
      case NOT_KNOWN -> NOT_TOLD;
    };
  }

  private static Standing halfDone(String before, Progress.Script script) {
    return new Standing(before + " " + script.leftovers());
  }

  private static String sentence(String clause) {
    return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
  }

  /** The same of a run that goes back, and has undone {@code count} scripts. */
  public Standing ofUndo(int count) {
    if (equals(NOTHING_APPLIED)) {
      return count == 0 ? NOTHING_UNDONE : UNDONE_STAYS;
    }
    return equals(SCRIPTS_BEFORE) ? UNDONE_STAYS : this;
  }

  /** The same of a run of which other containers have done a part before. */
  Standing afterOthers() {
    return equals(NOTHING_APPLIED) ? STEPS_BEFORE : this;
  }
}
