package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.status.Failure;
import dev.drawbridge.api.status.TimelineEntry;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.report.ToolLine;
import dev.drawbridge.report.UsualSecrets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run by a step of the user's own, put into words: what it was, how, and what to do.
 */
record FailedStep(PodView pod, PodView.End end) {

  private static final int LONGEST_QUOTE = 240;
  private static final String SET_RETRY =
      " set the annotation " + Markers.RETRY_ANNOTATION + " to a new value to run it again.";
  private static final String STAYS =
      " What it and the steps before it have done stays; it is not repeated by itself.";

  /** The deadline passed while a container could not be started. */
  static Outcome stuck(RunState.Stuck stuck, Instant now) {
    return new Outcome(
        stuck.trouble().reason(),
        stuck.trouble().message()
            + " The deadline passed meanwhile. What the steps before it have done stays. Correct it, then"
            + SET_RETRY,
        stuck.log(),
        List.of(),
        null,
        null,
        now);
  }

  Outcome outcome() {
    var output = UsualSecrets.mask(end.message());
    return new Outcome(
        reason(),
        "%s %s.%s%s %s".formatted(capitalised(title()), how(), said(output), STAYS, hint()),
        pod.log(),
        entries(output),
        new Failure(title(), null, null, null, hint()),
        output,
        end.at());
  }

  private Reason reason() {
    if (pod.overDeadline()) {
      return Reason.DEADLINE_EXCEEDED;
    }
    if (pod.disrupted()) {
      return Reason.INTERRUPTED;
    }
    return switch (end.reason()) {
      case "OOMKilled" -> Reason.OUT_OF_MEMORY;
      case "StartError", "ContainerCannotRun" -> Reason.CONTAINER_NOT_CREATED;
      default -> Reason.STEP_FAILED;
    };
  }

  /** As our container before it has called it. */
  private String title() {
    return pod.log().events().stream()
        .filter(
            event -> Objects.equals(event.step(), RunPhase.TOOL.step()) && event.subject() != null)
        .filter(event -> event.state() == State.STARTED)
        .map(event -> String.valueOf(event.subject()))
        .reduce((first, second) -> second)
        .orElse("the step of container " + end.container());
  }

  private String how() {
    return switch (reason()) {
      case DEADLINE_EXCEEDED -> "was ended by the deadline";
      case INTERRUPTED -> "was ended because Kubernetes took its pod away";
      case OUT_OF_MEMORY -> "was killed: it used more memory than its limit";
      case CONTAINER_NOT_CREATED -> "could not be started";
      default -> "ended with exit code " + end.exitCode();
    };
  }

  private static String said(String output) {
    var line =
        output
            .lines()
            .filter(one -> !one.isBlank() && ToolLine.read(one).isEmpty())
            .reduce((first, second) -> second)
            .map(String::strip)
            .orElse("");
    var quoted = line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
    return quoted.isEmpty() ? "" : " It said last: " + quoted + ".";
  }

  private String hint() {
    return switch (reason()) {
      case DEADLINE_EXCEEDED ->
          "Raise guardrails.deadline or make the step faster; then" + SET_RETRY;
      case OUT_OF_MEMORY -> "Raise the step's resources.limits.memory: a new run starts by itself.";
      case CONTAINER_NOT_CREATED ->
          "A command is started through the image's /bin/sh: for an image without one, leave command out and write only args, for its own entrypoint.";
      case INTERRUPTED -> "Look whether it is half done, then" + SET_RETRY;
      default -> "Correct what it complains of, then" + SET_RETRY;
    };
  }

  private List<TimelineEntry> entries(String output) {
    var entries = new ArrayList<TimelineEntry>();
    for (var line : ToolLine.read(output)) {
      entries.add(entry(line.stateOrFound(), line.subject(), line.message(), line.millis()));
    }
    entries.add(entry(State.FAILED, title(), how(), null));
    return entries;
  }

  private TimelineEntry entry(
      State state, String subject, @Nullable String message, @Nullable Long millis) {
    return new TimelineEntry(
        end.at(),
        RunPhase.TOOL.word(),
        RunPhase.TOOL.step(),
        state.word(),
        subject,
        message,
        millis);
  }

  private static String capitalised(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
