package dev.drawbridge.sandbox;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.TimelineEntry;
import dev.drawbridge.api.status.Verified;
import dev.drawbridge.decide.Need;
import dev.drawbridge.report.RunEvent.State;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells what happens as it is seen in the cluster, one line for each thing, and keeps evidence. */
final class Story {

  private static final Set<String> RUNNERS_PHASES = Set.of("preflight", "migrate", "verify");

  private final Screen screen;
  private final Evidence evidence;
  private final Instant begin;
  private final Map<String, Instant> heldSince = new HashMap<>();
  private final Set<TimelineEntry> told = new HashSet<>();
  private @Nullable Phase phase;
  private @Nullable Runnable toldAfterVerification;

  Story(Screen screen, Evidence evidence, Instant begin) {
    this.screen = screen;
    this.evidence = evidence;
    this.begin = begin;
  }

  void see(HasMetadata resource, Instant now) {
    var version = Long.parseLong(resource.getMetadata().getResourceVersion());
    switch (resource) {
      case Deployment deployment -> see(deployment, version, now);
      case Migration migration -> see(migration, version, now);
      case ReplicaSet _ -> evidence.rolledOut(version);
      default -> {
        // Nothing else is watched.
      }
    }
  }

  private void see(Deployment deployment, long version, Instant now) {
    var name = deployment.getMetadata().getName();
    var isHeld =
        deployment.getMetadata().getAnnotations().containsKey(Markers.HELD_ANNOTATION)
            && Boolean.TRUE.equals(deployment.getSpec().getPaused());
    if (isHeld && heldSince.putIfAbsent(name, now) == null) {
      evidence.held(version);
      var why = Need.of(deployment).map(Need::words).orElse("nothing");
      tell(now, "Deployment " + name, "held", "needs " + why + "; nothing is verified yet");
    } else if (!isHeld) {
      Optional.ofNullable(heldSince.remove(name))
          .ifPresent(since -> {
            evidence.released(version);
            tellReleased(name, Duration.between(since, now), now);
          });
    }
  }

  /** It may be seen before what it follows from, which comes over another watch. */
  private void tellReleased(String name, Duration held, Instant now) {
    Runnable line =
        () ->
            tell(now, "Deployment " + name, "released", "held for " + Screen.seconds(held).strip());
    if (phase == Phase.VERIFIED) {
      line.run();
    } else {
      toldAfterVerification = line;
    }
  }

  private void see(Migration migration, long version, Instant now) {
    var status = migration.getStatus();
    if (status == null) {
      return;
    }
    evidence.status(version, status);
    var name = "Migration " + migration.getMetadata().getName();
    var run = status.run();
    if (run != null && phase != Phase.RUNNING && !isTold(run)) {
      phase = Phase.RUNNING;
      tell(run.startedAt(), name, "Running", "job " + run.job());
    }
    if (run != null) {
      run.timeline().stream().filter(told::add).forEach(this::tell);
    }
    if (status.phase() != null && status.phase() != phase) {
      phase = status.phase();
      tell(
          now,
          name,
          phase.word(),
          evidence.failure().isPresent() ? reason(status) : message(status));
    }
    if (phase == Phase.VERIFIED && toldAfterVerification != null) {
      toldAfterVerification.run();
      toldAfterVerification = null;
    }
  }

  private boolean isTold(Run run) {
    return run.timeline().stream().anyMatch(told::contains);
  }

  private static String message(MigrationStatus status) {
    var run = status.run();
    if (status.phase() == Phase.VERIFIED && run != null) {
      var version = Optional.ofNullable(status.verified()).map(Verified::version).orElse("unknown");
      return "schema %s, from %s".formatted(version, run.from() == null ? "nothing" : run.from());
    }
    return status.conditions().stream()
        .filter(condition -> condition.type().equals("Ready"))
        .map(condition -> String.valueOf(condition.message()))
        .findFirst()
        .orElse("");
  }

  /** One word: the sentence is the last that the sandbox says. */
  private static String reason(MigrationStatus status) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals("Ready"))
        .map(Condition::reason)
        .findFirst()
        .orElse("");
  }

  private void tell(Instant at, String what, String state, String message) {
    screen.line(" %s  %-24s %-10s %s".formatted(time(at), what, state, message));
  }

  private void tell(TimelineEntry entry) {
    if (!RUNNERS_PHASES.contains(entry.phase()) || entry.state().equals("Started")) {
      return;
    }
    var word = entry.state().toLowerCase(Locale.ROOT);
    var message =
        entry.state().equals(State.FAILED.word())
            ? word
            : Optional.ofNullable(entry.message()).orElse(word);
    var millis = entry.millis() == null ? "" : "%5d ms".formatted(entry.millis());
    screen.line(
        " %s    %-10s %-26s  %-26s %s"
            .formatted(time(entry.at()), entry.phase(), entry.subject(), message, millis));
  }

  private String time(Instant at) {
    var since = Duration.between(begin, at);
    return Screen.seconds(since.isNegative() ? Duration.ZERO : since);
  }
}
