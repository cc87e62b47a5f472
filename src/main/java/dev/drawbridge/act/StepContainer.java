package dev.drawbridge.act;

import dev.drawbridge.api.Database;
import dev.drawbridge.api.Guardrails;
import dev.drawbridge.api.RunStep;
import dev.drawbridge.decide.PodView;
import dev.drawbridge.report.SharedFolder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.ArrayList;
import java.util.List;

/** The container of a user's own step. */
final class StepContainer {

  /**
   * Starts a command, unless it is to be left out, and keeps the end of its output where the next
   * container of ours reads it. Where an image lacks the programs for that, the command is simply
   * started. It must have neither two dollar signs in a row nor one before a parenthesis, since the
   * kubelet has its own ideas about those.
   */
  private static final String LAUNCHER =
      """
      step=$1; shift
      [ ! -e "$step/skip" ] || exit 0
      mkfifo "$step/output" "$step/copy" 2>/dev/null || exec "$@"
      tail -c 16384 < "$step/copy" > "$step/last" &
      tee "$step/copy" < "$step/output" &
      "$@" > "$step/output" &
      tool=$!
      trap 'kill -TERM "$tool"' TERM INT
      wait "$tool"; code=$?
      while kill -0 "$tool" 2>/dev/null; do wait "$tool"; code=$?; done
      wait
      exit "$code"
      """;

  private StepContainer() {}

  static Container of(int place, RunStep step, String run, Database database, Guardrails limits) {
    return new ContainerBuilder()
        .withName(PodView.STEP + place)
        .withImage(step.image())
        .withCommand(command(step))
        .withArgs(step.args())
        .withEnv(environment(step, run, database, limits))
        .withEnvFrom(
            step.envFrom().stream().map(one -> RunPod.as(one, EnvFromSource.class)).toList())
        .withWorkingDir(step.workingDir())
        .withResources(RunPod.resources(step.resources()))
        .withSecurityContext(RunSecurity.ofStep(step))
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withVolumeMounts(RunVolumes.mountsOfStep(place, step, database))
        .build();
  }

  private static List<String> command(RunStep step) {
    if (step.command().isEmpty()) {
      return List.of();
    }
    var words = new ArrayList<>(List.of("/bin/sh", "-c", LAUNCHER, "step", RunVolumes.STEP));
    words.addAll(step.command());
    return words;
  }

  /** The user's own come last: they may add to ours, by $(PGOPTIONS), or replace them. */
  private static List<EnvVar> environment(
      RunStep step, String run, Database database, Guardrails limits) {
    var variables = new ArrayList<EnvVar>();
    variables.add(new EnvVar("HOME", RunVolumes.HOME, null));
    var sqlite = database.sqlite();
    variables.addAll(sqlite == null ? ofPostgres(limits) : ofSqlite(sqlite, limits));
    variables.add(new EnvVar("DRAWBRIDGE_RUN", run, null));
    step.env().forEach(one -> variables.add(RunPod.as(one, EnvVar.class)));
    return variables;
  }

  private static List<EnvVar> ofPostgres(Guardrails limits) {
    return List.of(
        new EnvVar("PGSERVICEFILE", access(SharedFolder.SERVICE_FILE), null),
        new EnvVar("PGSERVICE", SharedFolder.SERVICE, null),
        new EnvVar("PGPASSFILE", access(SharedFolder.PASSWORD_FILE), null),
        new EnvVar("PGOPTIONS", options(limits), null));
  }

  private static List<EnvVar> ofSqlite(Database.Sqlite sqlite, Guardrails limits) {
    return List.of(
        new EnvVar("DRAWBRIDGE_SQLITE", RunVolumes.DATABASE + "/" + sqlite.path(), null),
        new EnvVar(
            "DRAWBRIDGE_BUSY_TIMEOUT_MS",
            String.valueOf(limits.lockTimeoutOrDefault().toMillis()),
            null));
  }

  private static String access(String file) {
    return RunVolumes.ACCESS + "/" + file;
  }

  private static String options(Guardrails limits) {
    return "-c lock_timeout=%d -c statement_timeout=%d"
        .formatted(
            limits.lockTimeoutOrDefault().toMillis(),
            limits.statementTimeoutOrDefault().toMillis());
  }
}
