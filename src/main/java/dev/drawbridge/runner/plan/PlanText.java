package dev.drawbridge.runner.plan;

import dev.drawbridge.report.Count;
import dev.drawbridge.report.PlanSummary;
import java.util.List;
import java.util.Objects;

/** A plan as a table for people. */
final class PlanText {

  private final ToldPlan told;
  private final StringBuilder text = new StringBuilder();

  PlanText(ToldPlan told) {
    this.told = told;
  }

  String write() {
    var plan = told.plan();
    line("Database %s, %s.".formatted(plan.database().name(), plan.sentence()));
    for (var step : plan.steps()) {
      line("");
      switch (step) {
        case PlannedStep.Scripts scripts -> write(scripts);
        case PlannedStep.Tool tool -> write(tool);
      }
    }
    if (told.rehearsed() != null) {
      line("");
      write(told.rehearsed());
    }
    line("");
    line("Digest %s".formatted(plan.digest()));
    return text.toString();
  }

  private void write(PlannedStep.Scripts step) {
    var schema = step.schema() == null ? "" : " in schema " + step.schema();
    line("Step %d, scripts%s: %s".formatted(step.place() + 1, schema, way(step)));
    if (step.baseline() != null) {
      line("  its history begins at %s: what is there counts as that".formatted(step.baseline()));
    }
    var widestVersion = widest(step.pending().stream().map(PlanText::version).toList());
    var widestFile = widest(step.pending().stream().map(PlannedScript::file).toList());
    for (var script : step.pending()) {
      line(
          "  %s  %s  checksum %11d%s"
              .formatted(
                  pad(version(script), widestVersion),
                  pad(script.file(), widestFile),
                  script.checksum(),
                  script.transactional() ? "" : "  outside a transaction"));
    }
  }

  private void write(PlannedStep.Tool tool) {
    var title = tool.title();
    line(
        "%s: %s".formatted(Character.toUpperCase(title.charAt(0)) + title.substring(1), way(tool)));
    line("  image %s".formatted(tool.spec().image()));
    if (tool.reached()) {
      line("  left out: version %s is reached already".formatted(tool.now()));
    }
  }

  private static String way(PlannedStep step) {
    var now = Objects.requireNonNullElse(step.now(), "no version");
    var after = Objects.requireNonNullElse(step.after(), "no version");
    return now.equals(after) ? "stays at " + now : "from " + now + " to " + after;
  }

  private void write(PlanSummary.Rehearsed rehearsed) {
    line(
        "Rehearsed and rolled back: %s, %s, %d ms"
            .formatted(
                Count.of(rehearsed.scripts(), "script"),
                Count.of(rehearsed.statements(), "statement"),
                rehearsed.millis()));
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
    rehearsed.rewritten().forEach(relation -> line("  written anew: %s".formatted(relation)));
    rehearsed
        .notRehearsed()
        .forEach(left -> line("  not rehearsed: %s: %s".formatted(left.subject(), left.why())));
  }

  private static String version(PlannedScript script) {
    return script.version() == null ? "R" : script.version();
  }

  private static int widest(List<String> words) {
    return words.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private void line(String words) {
    text.append(words.stripTrailing()).append('\n');
  }
}
