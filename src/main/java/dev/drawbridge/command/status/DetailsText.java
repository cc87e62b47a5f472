package dev.drawbridge.command.status;

import dev.drawbridge.api.status.Gate;
import dev.drawbridge.api.status.PastRun;
import dev.drawbridge.api.status.Plan;
import dev.drawbridge.api.status.Verified;
import dev.drawbridge.command.terminal.Span;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How one Migration stands, for people: what it waits for first, then who waits for it. */
final class DetailsText {

  private final Details details;
  private final Instant now;
  private final StringBuilder text = new StringBuilder();

  private DetailsText(Details details, Instant now) {
    this.details = details;
    this.now = now;
  }

  static String of(Details details, Instant now) {
    var written = new DetailsText(details, now);
    written.head();
    written.approvals();
    written.past();
    written.gates();
    return written.text.toString();
  }

  private void head() {
    var line = details.line();
    line("Migration %s/%s".formatted(line.namespace(), line.name()));
    line("");
    field("Phase", Objects.requireNonNullElse(line.phase(), "none") + since(line.since()));
    field("Waits for", line.waitsFor());
    field("Reason", details.reasonCode());
    field("", details.reason());
    if (!details.isCurrent()) {
      field("But", "The spec has changed since: the operator has not looked at it yet.");
    }
    field("Schema", schema(details.verified()));
  }

  private String since(@Nullable Instant then) {
    return then == null ? "" : ", since %s (%s)".formatted(Span.words(then, now), then);
  }

  private String schema(@Nullable Verified verified) {
    return verified == null
        ? "nothing is verified yet"
        : "%s, verified %s ago by run %s"
            .formatted(
                Objects.requireNonNullElse(verified.version(), "no version"),
                Span.words(verified.at(), now),
                verified.run());
  }

  private void approvals() {
    var plan = details.plan();
    if (plan != null) {
      field("Plan", plan(plan));
      field("Digest", plan.digest());
    }
    for (var approval : details.approvals()) {
      var name = approval.name() == null ? "" : approval.name() + ": ";
      field("Approval", name + given(approval));
    }
  }

  private static String plan(Plan plan) {
    return "%d to apply, from %s to %s; drawbridge plan NAME shows it"
        .formatted(
            plan.pending(),
            Objects.requireNonNullElse(plan.from(), "no version"),
            Objects.requireNonNullElse(plan.to(), "no version"));
  }

  private static String given(Details.Approval approval) {
    if (approval.by() != null) {
      return "given by " + approval.by();
    }
    return approval.flaw() == null ? "missing" : "missing; " + approval.flaw();
  }

  private void past() {
    field("Last run", run(details.run()));
    field("Rollback", rollback(details.rollback()));
    if (details.rollback() != null) {
      field("", details.rollback().message());
    }
  }

  private @Nullable String run(@Nullable PastRun run) {
    return run == null
        ? null
        : "%s, %s, begun %s ago"
            .formatted(
                run.id(),
                Objects.requireNonNullElse(run.outcome(), "under way"),
                Span.words(run.startedAt(), now));
  }

  private @Nullable String rollback(Details.@Nullable Back back) {
    return back == null
        ? null
        : "%s, %s, by %s, asked for by %s%s: %s"
            .formatted(
                back.name(),
                Objects.requireNonNullElse(back.phase(), "not begun"),
                back.way(),
                Objects.requireNonNullElse(back.requestedBy(), "unknown"),
                back.at() == null ? "" : " " + Span.words(back.at(), now) + " ago",
                back.reason());
  }

  private void gates() {
    if (details.gates().isEmpty()) {
      return;
    }
    line("");
    line("Who depends on it");
    details.gates().forEach(this::gate);
    var unlisted = details.line().held() - held();
    if (unlisted > 0) {
      line("  and %d more that are held".formatted(unlisted));
    }
  }

  private long held() {
    return details.gates().stream().filter(Gate::isHeld).count();
  }

  private void gate(Gate gate) {
    line(
        "  %-11s  %-36s  %4s  %s"
            .formatted(
                gate.state(),
                gate.kind() + " " + gate.deployment(),
                Span.words(gate.since(), now),
                Objects.requireNonNullElse(gate.message(), "")));
    if (gate.isLeaking()) {
      line("  %-11s  %s".formatted("LEAK", gate.leak()));
    }
  }

  private void field(String name, @Nullable String value) {
    if (value != null) {
      line("  %-10s  %s".formatted(name, value.strip().replaceAll("\\s*\\R\\s*", " ")));
    }
  }

  private void line(String words) {
    text.append(words.stripTrailing()).append('\n');
  }
}
