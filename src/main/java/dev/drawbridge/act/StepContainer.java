package dev.drawbridge.act;

import dev.drawbridge.api.Backup;
import dev.drawbridge.api.Database;
import dev.drawbridge.api.Guardrails;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.PlanItem;
import dev.drawbridge.api.RunStep;
import dev.drawbridge.decide.RunPlan;
import dev.drawbridge.report.BackupFolder;
import dev.drawbridge.report.SharedFolder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A container of the user's own: a step, or a check. */
final class StepContainer {

  /**
   * Starts a command, unless it is to be left out, and keeps the end of its output where the next
   * container of ours reads it. Where an image lacks the programs for that, the command is simply
   * started. It must have neither two dollar signs in a row nor one before a parenthesis, since the
   * kubelet has its own ideas about those. What it said last may be that all is not well: where
   * that cannot be kept, it has failed (74 is EX_IOERR).
   */
  private static final String LAUNCHER =
      """
      step=$1; shift
      [ ! -e "$step/skip" ] || exit 0
      mkfifo "$step/output" "$step/copy" 2>/dev/null || exec "$@"
      tail -c 16384 < "$step/copy" > "$step/last" &
      kept=$!
      tee "$step/copy" < "$step/output" &
      "$@" > "$step/output" &
      tool=$!
      trap 'kill -TERM "$tool"' TERM INT
      wait "$tool"; code=$?
      while kill -0 "$tool" 2>/dev/null; do wait "$tool"; code=$?; done
      wait "$kept" || [ "$code" -ne 0 ] || { echo "cannot keep what it said last: $step is full" >&2; code=74; }
      wait
      exit "$code"
      """;

  private StepContainer() {}

  static Container of(PlanItem item, RunPlan plan, Migration migration) {
    var step = Objects.requireNonNull(item.run());
    return new ContainerBuilder()
        .withName(item.name())
        .withImage(step.image())
        .withCommand(command(step))
        .withArgs(step.args())
        .withEnv(environment(item, step, plan, migration))
        .withEnvFrom(
            step.envFrom().stream().map(one -> RunPod.as(one, EnvFromSource.class)).toList())
        .withWorkingDir(step.workingDir())
        .withResources(RunPod.resources(step.resources()))
        .withSecurityContext(RunSecurity.ofStep(step))
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withVolumeMounts(RunVolumes.mountsOfUser(item, migration))
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
      PlanItem item, RunStep step, RunPlan plan, Migration migration) {
    var limits = migration.getSpec().limits();
    var variables = new ArrayList<EnvVar>();
    variables.add(new EnvVar("HOME", RunVolumes.HOME, null));
    var sqlite = migration.getSpec().database().sqlite();
    variables.addAll(sqlite == null ? ofPostgres(item, limits) : ofSqlite(sqlite, limits));
    variables.add(new EnvVar("DRAWBRIDGE_RUN", plan.run(), null));
    if (RunVolumes.usesPrograms(item, migration)) {
      variables.add(new EnvVar(Backup.FILE_VARIABLE, dump(item, migration, plan), null));
    }
    step.env().forEach(one -> variables.add(RunPod.as(one, EnvVar.class)));
    return variables;
  }

  /** What is dumped to: whether it is a backup, our container after this one decides. */
  private static String dump(PlanItem item, Migration migration, RunPlan plan) {
    if (item.part() == PlanItem.Part.EXPORT) {
      return BackupFolder.ofExports(Path.of(RunVolumes.EXPORTS), migration.qualifiedName())
          .part(plan.run(), BackupFolder.DUMP)
          .toString();
    }
    var claim = Path.of(RunVolumes.BACKUPS);
    return plan.restored()
        .map(backup -> claim.resolve(backup.path()))
        .orElseGet(() ->
            BackupFolder.on(claim, migration.qualifiedName()).part(plan.run(), BackupFolder.DUMP))
        .toString();
  }

  private static List<EnvVar> ofPostgres(PlanItem item, Guardrails limits) {
    return List.of(
        new EnvVar("PGSERVICEFILE", access(SharedFolder.SERVICE_FILE), null),
        new EnvVar("PGSERVICE", SharedFolder.SERVICE, null),
        new EnvVar("PGPASSFILE", access(SharedFolder.PASSWORD_FILE), null),
        new EnvVar("PGOPTIONS", item.sessionOptions(limits), null));
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
}
