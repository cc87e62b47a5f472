package dev.drawbridge.command.local;

import dev.drawbridge.api.Migration;
import dev.drawbridge.command.cluster.ClusterOptions;
import dev.drawbridge.command.cluster.Named;
import dev.drawbridge.command.cluster.Unanswered;
import dev.drawbridge.command.status.PlanView;
import dev.drawbridge.command.terminal.Form;
import dev.drawbridge.command.terminal.JsonText;
import dev.drawbridge.command.terminal.Misuse;
import dev.drawbridge.command.terminal.Terminal;

/** Tells the plan that a Migration in the cluster has in its status. Nothing is planned anew. */
record TellPlan(Terminal terminal, ClusterOptions options, Form form) {

  /** Returns the exit code. */
  int of(String word) {
    try (var cluster = options.open(terminal)) {
      return tell(cluster.read(Migration.class, Named.of(word, "migration").name()));
    } catch (Unanswered nothing) {
      return failed(nothing.sentence());
    }
  }

  private int tell(Migration migration) {
    var plan = migration.statusOrNone().plan();
    if (plan == null) {
      return failed(
          "Migration %s has told no plan yet: a run tells it before it applies anything."
              .formatted(migration.qualifiedName()));
    }
    terminal
        .output()
        .print(
            form == Form.JSON
                ? JsonText.of(plan)
                : PlanView.of(migration, plan, terminal.clock().instant()));
    return 0;
  }

  private int failed(String sentence) {
    terminal.errors().println("drawbridge plan: " + sentence);
    return Misuse.CODE;
  }
}
