package dev.drawbridge.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a run does: a check before the steps, the backup, a step, or a check of the
 * result.
 *
 * @param place in its list of the spec, from 0; 0 where there is no list
 * @param run the container of the user's own that does it; null if one of ours does
 */
public record PlanItem(Part part, int place, @Nullable RunStep run) {

  /** The lists of the spec that a run goes through, in order. */
  public enum Part {
    PREFLIGHT("preflight", "preflight"),
    /** Of a Rollback. */
    EXPORT("export", "export"),
    BACKUP("backup", "backup"),
    MIGRATE("step", "migrate"),
    RESTORE("restore", "restore"),
    VERIFY("verify", "verify"),
    /** Not of the run itself: once, after the rollout. */
    SMOKE("smoke", "smoke.checks"),
    /** Not of the run itself: again and again after success. */
    MONITOR("monitor", "monitor.checks");

    private final String word;
    private final String field;

    Part(String word, String field) {
      this.word = word;
      this.field = field;
    }

    /** The part that the user's container of this name belongs to; empty for any other. */
    public static Optional<Part> ofContainer(String name) {
      return Arrays.stream(values())
          .filter(part -> name.matches(part.word + "-[0-9]+"))
          .findFirst();
    }

    /** What the spec calls the item of this part that the container of this name does. */
    public String path(String name) {
      return this == BACKUP || this == EXPORT || this == RESTORE
          ? "spec." + field
          : "spec.%s[%s]".formatted(field, name.substring(word.length() + 1));
    }

    /** The part as people read it. */
    public String word() {
      return word;
    }

    /** The part that is called so. */
    public static Part of(String word) {
      return Arrays.stream(values())
          .filter(part -> part.word.equals(word))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no part of a plan: " + word));
    }

    /** Whether it comes after the run, as one of its own that only checks. */
    public boolean isFollowUp() {
      return this == SMOKE || this == MONITOR;
    }

    /** Whether nothing is changed before it has ended. */
    public boolean comesBeforeChanges() {
      return this == PREFLIGHT || this == EXPORT || this == BACKUP || isFollowUp();
    }

    /** Whether it only asks, so that asking again changes nothing. */
    public boolean isChecks() {
      return this == PREFLIGHT || this == VERIFY || isFollowUp();
    }

    /** Whether it leaves the database as it is. */
    public boolean onlyReads() {
      return this != MIGRATE && this != RESTORE;
    }
  }

  /** The checks of {@code part}, which are all that is done. */
  static List<PlanItem> ofChecks(MigrationSpec spec, Part part) {
    var items = new ArrayList<PlanItem>();
    spec.checks(part).forEach(check -> add(items, part, check.run()));
    return List.copyOf(items);
  }

  /** All that a run of {@code spec} does, in order. */
  public static List<PlanItem> of(MigrationSpec spec) {
    var items = new ArrayList<PlanItem>();
    spec.preflight().forEach(check -> add(items, Part.PREFLIGHT, check.run()));
    var backup = spec.backup();
    if (backup != null) {
      add(items, Part.BACKUP, backup.container(spec.limits()));
    }
    spec.migrate().forEach(step -> add(items, Part.MIGRATE, step.run()));
    spec.verify().forEach(check -> add(items, Part.VERIFY, check.run()));
    return List.copyOf(items);
  }

  /** To save first what {@code export} says. */
  static PlanItem exporting(Export export, Guardrails limits) {
    return new PlanItem(Part.EXPORT, 0, export.container(limits));
  }

  /** To put back the backup that {@code spec} has made. */
  static PlanItem restoring(MigrationSpec spec) {
    return new PlanItem(Part.RESTORE, 0, Objects.requireNonNull(spec.backup()).restorer());
  }

  private static void add(List<PlanItem> items, Part part, @Nullable RunStep run) {
    var place = (int) items.stream().filter(item -> item.part == part).count();
    items.add(new PlanItem(part, place, run));
  }

  /**
   * The options of the sessions that its container opens by PostgreSQL's own library (PGOPTIONS):
   * within {@code limits}, and read-only if it is to change nothing.
   */
  public String sessionOptions(Guardrails limits) {
    var isReadOnly = run != null && Objects.requireNonNullElse(run.readOnly(), part.onlyReads());
    return "-c lock_timeout=%d -c statement_timeout=%d%s"
        .formatted(
            limits.lockTimeoutOrDefault().toMillis(),
            limits.statementTimeoutOrDefault().toMillis(),
            isReadOnly ? " -c default_transaction_read_only=on" : "");
  }

  /** Where the spec has it. */
  public String path() {
    return part.path(name());
  }

  /** The name of its container, and of its folder. */
  public String name() {
    return part.word + "-" + place;
  }
}
