package dev.drawbridge.command.status;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Plan;
import dev.drawbridge.command.terminal.Span;
import dev.drawbridge.decide.Approvals;
import java.time.Instant;
import java.util.Objects;

/** A plan as the status has it, for people: what is going to be done, and its digest. */
public final class PlanView {

  private final StringBuilder text = new StringBuilder();

  private PlanView() {}

  /** With a line end behind each line. */
  public static String of(Migration migration, Plan plan, Instant now) {
    var view = new PlanView();
    view.line(
        "Plan of Migration %s, told %s ago by run %s: %s."
            .formatted(
                migration.qualifiedName(),
                Span.words(plan.at(), now),
                plan.run(),
                Approvals.of(migration, plan).what()));
    view.scripts(plan);
    if (plan.rehearsed() != null) {
      view.line("");
      view.rehearsed(plan.rehearsed());
    }
    view.line("");
    view.line("Digest %s".formatted(plan.digest()));
    return view.text.toString();
  }

  private void scripts(Plan plan) {
    if (!plan.scripts().isEmpty()) {
      line("");
    }
    var widest = plan.scripts().stream().mapToInt(script -> script.file().length()).max().orElse(1);
    for (var script : plan.scripts()) {
      line(
          ("  %-8s  %-" + widest + "s  checksum %11s%s")
              .formatted(
                  Objects.requireNonNullElse(script.version(), "R"),
                  script.file(),
                  Objects.requireNonNullElse(script.checksum(), "unknown"),
                  script.transactional() ? "" : "  outside a transaction"));
    }
    if (plan.pending() > plan.scripts().size()) {
      line("  and %d more".formatted(plan.pending() - plan.scripts().size()));
    }
  }

  private void rehearsed(Plan.Rehearsed rehearsed) {
    line(
        "Rehearsed and rolled back: %d scripts, %d statements, %d ms"
            .formatted(rehearsed.scripts(), rehearsed.statements(), rehearsed.millis()));
    var longest = rehearsed.longest();
    if (longest != null) {
      line(
          "  the longest statement is %s, line %d: %d ms"
              .formatted(longest.script(), longest.line(), longest.millis()));
    }
    for (var lock : rehearsed.locks()) {
      line(
          "  %s on %s, %d ms: blocks %s (%s, line %d)"
              .formatted(
                  lock.mode(),
                  lock.relation(),
                  lock.millis(),
                  lock.blocks(),
                  lock.script(),
                  lock.line()));
    }
    rehearsed.rewritten().forEach(relation -> line("  written anew: " + relation));
    rehearsed
        .notRehearsed()
        .forEach(left -> line("  not rehearsed: %s: %s".formatted(left.subject(), left.why())));
  }

  private void line(String words) {
    text.append(words.stripTrailing()).append('\n');
  }
}
