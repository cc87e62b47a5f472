package dev.drawbridge.decide;

import dev.drawbridge.api.PlanItem.Part;
import dev.drawbridge.api.status.Failure;
import dev.drawbridge.api.status.TimelineEntry;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.report.ToolLine;
import dev.drawbridge.report.UsualSecrets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run by a container of the user's own, a step or a check, put into words: what it
 * was, how, how things stand, and what to do.
 *
 * @param again how the same is tried once more
 */
record FailedStep(PodView pod, PodView.End end, Repetition again) {

  private static final int LONGEST_QUOTE = 240;
  private static final Set<String> BEFORE_CHANGES =
      Set.of(RunPhase.PREFLIGHT.word(), RunPhase.EXPORT.word(), RunPhase.BACKUP.word());

  /** What PostgreSQL's own programs may do. */
  private static final Set<Part> DUMPED = Set.of(Part.EXPORT, Part.BACKUP, Part.RESTORE);

  /** The deadline passed while a container could not be started. */
  static Outcome stuck(RunState.Stuck stuck, Instant now, Repetition again) {
    var isBeforeChanges =
        again.onlyChecks()
            || stuck.log().events().stream()
                .filter(event -> event.state() == State.STARTED)
                .reduce((first, second) -> second)
                .filter(event -> BEFORE_CHANGES.contains(event.phase()))
                .isPresent();
    return new Outcome(
        stuck.trouble().reason(),
        "%s The deadline passed meanwhile. %s Correct it, then %s"
            .formatted(
                stuck.trouble().message(),
                isBeforeChanges ? again.standing() : "What the steps before it have done stays.",
                again.then()),
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
        "%s.%s %s %s".formatted(sentence(), said(output), standing(), hint()),
        pod.log(),
        entries(output),
        new Failure(title(), null, null, null, hint()),
        output,
        end.at());
  }

  private Part part() {
    return end.part().orElseThrow();
  }

  private RunPhase phase() {
    return switch (part()) {
      case PREFLIGHT -> RunPhase.PREFLIGHT;
      case EXPORT -> RunPhase.EXPORT;
      case BACKUP -> RunPhase.BACKUP;
      case RESTORE -> RunPhase.RESTORE;
      case MIGRATE -> RunPhase.TOOL;
      case VERIFY -> RunPhase.VERIFY;
      case SMOKE -> RunPhase.SMOKE;
      case MONITOR -> RunPhase.MONITOR;
    };
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
      default ->
          switch (part()) {
            case PREFLIGHT -> Reason.PREFLIGHT_FAILED;
            case EXPORT -> Reason.EXPORT_FAILED;
            case BACKUP -> Reason.BACKUP_FAILED;
            case RESTORE -> Reason.RESTORE_FAILED;
            case MIGRATE -> Reason.STEP_FAILED;
            case VERIFY -> Reason.VERIFICATION_FAILED;
            case SMOKE -> Reason.SMOKE_FAILED;
            case MONITOR -> Reason.LOOK_FAILED;
          };
    };
  }

  /** What our container before it has said when it was ready to start. */
  private Optional<RunEvent> start() {
    return pod.log().events().stream()
        .filter(event -> event.phase().equals(phase().word()))
        .filter(event -> Objects.equals(event.step(), phase().step()) && event.subject() != null)
        .filter(event -> event.state() == State.STARTED)
        .reduce((first, second) -> second);
  }

  private String title() {
    return start()
        .map(event -> String.valueOf(event.subject()))
        .orElse((part().isChecks() ? "of container " : "the step of container ") + end.container());
  }

  private String sentence() {
    if (part() == Part.RESTORE) {
      return "To put the backup back " + how();
    }
    if (part() == Part.EXPORT) {
      return "The export (" + title() + ") " + how();
    }
    if (part() == Part.BACKUP) {
      return "The backup (" + title() + ") " + how();
    }
    if (part() == Part.MIGRATE) {
      return Character.toUpperCase(title().charAt(0)) + title().substring(1) + " " + how();
    }
    return "Check " + title() + (endedByItself() ? ": " : " ") + how();
  }

  private boolean endedByItself() {
    return switch (reason()) {
      case PREFLIGHT_FAILED,
          EXPORT_FAILED,
          BACKUP_FAILED,
          RESTORE_FAILED,
          STEP_FAILED,
          VERIFICATION_FAILED,
          SMOKE_FAILED,
          LOOK_FAILED ->
          true;
      default -> false;
    };
  }

  private String how() {
    return switch (reason()) {
      case DEADLINE_EXCEEDED -> "was ended by the deadline";
      case INTERRUPTED -> "was ended because Kubernetes took its pod away";
      case OUT_OF_MEMORY -> "was killed: it used more memory than its limit";
      case CONTAINER_NOT_CREATED -> "could not be started";
      case PREFLIGHT_FAILED, VERIFICATION_FAILED, SMOKE_FAILED, LOOK_FAILED ->
          "found exit code %d, expected exit code 0".formatted(end.exitCode());
      default -> "ended with exit code " + end.exitCode();
    };
  }

  private String said(String output) {
    var lines =
        output
            .lines()
            .filter(one -> !one.isBlank() && ToolLine.read(one).isEmpty())
            .map(String::strip)
            .toList();
    var line = complaint(lines);
    var quoted = line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
    return quoted.isEmpty() ? "" : " It said last: " + quoted + ".";
  }

  /** The last line; of PostgreSQL's programs, which say more after it, from the error on. */
  private String complaint(List<String> lines) {
    var error =
        DUMPED.contains(part())
            ? lines.stream().dropWhile(line -> !line.matches(".*(error|ERROR): .*")).toList()
            : List.<String>of();
    return error.isEmpty()
        ? lines.stream().reduce((first, second) -> second).orElse("")
        : String.join(" ", error);
  }

  private String standing() {
    return switch (part()) {
      case PREFLIGHT -> "Nothing was applied.";
      case EXPORT, BACKUP -> "Nothing was changed.";
      case RESTORE ->
          "It is one transaction: unless its end came in the moment of the commit, the database is as it was before.";
      case MIGRATE ->
          "What it and the steps before it have done stays; it is not repeated by itself.";
      case VERIFY -> "The scripts are applied, and the gate stays closed.";
      case SMOKE, MONITOR -> "The gate stays open.";
    };
  }

  private String hint() {
    return switch (reason()) {
      case DEADLINE_EXCEEDED -> "Raise guardrails.deadline or make it faster; then" + again.then();
      case OUT_OF_MEMORY -> "Raise its resources.limits.memory" + again.onCorrection();
      case CONTAINER_NOT_CREATED ->
          "A command is started through the image's /bin/sh: for an image without one, leave command out and write only args, for its own entrypoint.";
      case INTERRUPTED ->
          (part().onlyReads() ? "To go on," : "Look whether it is half done, then") + again.then();
      case LOOK_FAILED ->
          "If the check is wrong, correct it in the spec; if it is right, put right what it looks at. It is looked again by itself.";
      case PREFLIGHT_FAILED, VERIFICATION_FAILED, SMOKE_FAILED ->
          "If the check is wrong, correct it in the spec"
              + again.onCorrection()
              + " If it is right, put right what it looks at, then"
              + again.then();
      case RESTORE_FAILED -> "Correct what it complains of, then create a new Rollback.";
      case EXPORT_FAILED ->
          DumpTrouble.in(end.message())
              .map(DumpTrouble::hintOfExport)
              .orElse("Correct what it complains of, then create a new Rollback.");
      case BACKUP_FAILED ->
          DumpTrouble.in(end.message())
              .map(DumpTrouble::hint)
              .orElse("Correct what it complains of, then" + again.then());
      default -> "Correct what it complains of, then" + again.then();
    };
  }

  private List<TimelineEntry> entries(String output) {
    var entries = new ArrayList<TimelineEntry>();
    for (var line : ToolLine.read(output)) {
      entries.add(entry(line.stateOrFound(), line.subject(), line.message(), line.millis()));
    }
    entries.add(entry(State.FAILED, title(), how(), millis()));
    return entries;
  }

  /** Kubernetes knows the end to the second only. */
  private @Nullable Long millis() {
    return start()
        .map(event -> Math.max(0, Duration.between(event.at(), end.at()).toMillis()))
        .orElse(null);
  }

  private TimelineEntry entry(
      State state, String subject, @Nullable String message, @Nullable Long millis) {
    return new TimelineEntry(
        end.at(), phase().word(), phase().step(), state.word(), subject, message, millis);
  }
}
