package dev.drawbridge.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.WayBack;
import dev.drawbridge.decide.Action;
import dev.drawbridge.decide.Dependencies;
import dev.drawbridge.decide.FollowUps;
import dev.drawbridge.decide.Inputs;
import dev.drawbridge.decide.Leaks;
import dev.drawbridge.decide.MigrationRules;
import dev.drawbridge.decide.RollbackRules;
import dev.drawbridge.decide.RollbackSnapshot;
import dev.drawbridge.decide.RunPlan;
import dev.drawbridge.decide.ScriptFiles;
import dev.drawbridge.decide.Snapshot;
import dev.drawbridge.decide.Task;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Job of each {@code in-migration.yaml}, or of the {@code in-rollback.yaml} beside it, is its
 * {@code out-job.yaml}; {@code ./mvnw test -Dtest=RunJobTest -Dwrite} writes those, to be looked at
 * before they are committed.
 */
class RunJobTest {

  private static final boolean WRITE = System.getProperty("write") != null;
  private static final Path CASES = Path.of("src/test/resources/act/cases");
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  static List<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void jobIsTheGoldenOne(Path folder) throws IOException {
    var golden = folder.resolve("out-job.yaml");

    var job = Serialization.asYaml(jobOf(folder));

    if (WRITE) {
      Files.writeString(golden, job);
    }
    assertThat(job).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void podIsRestrictedAndHasNoTokenWhateverIsAskedFor(Path folder) throws IOException {
    var pod = jobOf(folder).getSpec().getTemplate().getSpec();
    var runner = pod.getContainers().getFirst().getSecurityContext();

    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getRestartPolicy()).isEqualTo("Never");
    assertThat(runner.getAllowPrivilegeEscalation()).isFalse();
    assertThat(runner.getReadOnlyRootFilesystem()).isTrue();
    assertThat(runner.getCapabilities().getDrop()).containsExactly("ALL");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void deadlineIsThePodsAndALittleAfterTheRunners(Path folder) throws IOException {
    var job = jobOf(folder);
    var runnersOwn = migration(folder).getSpec().limits().deadlineOrDefault().toSeconds();

    assertThat(job.getSpec().getActiveDeadlineSeconds()).isNull();
    assertThat(job.getSpec().getTemplate().getSpec().getActiveDeadlineSeconds())
        .isBetween(runnersOwn + 1, runnersOwn + 30);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatTheRunnerIsToldIsTheLastWord(Path folder) throws IOException {
    var names =
        jobOf(folder).getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
            .map(variable -> variable.getName())
            .toList();

    assertThat(names.getFirst()).isEqualTo("HOME");
    assertThat(names.getLast()).isEqualTo("DRAWBRIDGE_ATTEMPT");
  }

  /** Also where tools would run in containers of their own: none of them is started. */
  @ParameterizedTest
  @MethodSource("cases")
  void planAloneNeedsOneContainerOfOurs(Path folder) throws IOException {
    var migration = migration(folder);
    var plan = plan(folder);
    var asked = plan.with(new Task.Plan());

    var job =
        new RunJob(new RunPod("example.com/drawbridge:1", "IfNotPresent")).of(migration, asked);

    var pod = job.getSpec().getTemplate().getSpec();
    assertThat(pod.getContainers()).extracting(Container::getName).containsExactly("runner");
    assertThat(pod.getInitContainers())
        .allMatch(container -> "Always".equals(container.getRestartPolicy()));
    assertThat(pod.getContainers().getFirst().getEnv())
        .filteredOn(variable -> variable.getName().startsWith("DRAWBRIDGE_"))
        .extracting(EnvVar::getName)
        .contains("DRAWBRIDGE_PLAN_ONLY")
        .doesNotContain("DRAWBRIDGE_STRETCH");
    assertThat(job.getSpec().getTemplate().getSpec().getVolumes())
        .extracting(Volume::getName)
        .contains("database")
        .doesNotContain("steps");
  }

  private static Job jobOf(Path folder) throws IOException {
    var migration = migration(folder);
    return new RunJob(new RunPod("example.com/drawbridge:1", "IfNotPresent"))
        .of(migration, plan(folder));
  }

  private static Migration migration(Path folder) throws IOException {
    var written = written(folder);
    return rollback(folder).map(back -> WayBack.of(back, written)).orElse(written);
  }

  private static Migration written(Path folder) throws IOException {
    return Serialization.unmarshal(
        Files.readString(folder.resolve("in-migration.yaml")), Migration.class);
  }

  /** The Rollback whose run it is, where there is one. */
  private static Optional<Rollback> rollback(Path folder) throws IOException {
    var file = folder.resolve("in-rollback.yaml");
    return Files.exists(file)
        ? Optional.of(Serialization.unmarshal(Files.readString(file), Rollback.class))
        : Optional.empty();
  }

  private static RunPlan plan(Path folder) throws IOException {
    var snapshot = snapshot(migration(folder));
    var migration = written(folder);
    var verdict =
        rollback(folder)
            .map(back ->
                RollbackRules.decide(
                    new RollbackSnapshot(
                        back,
                        Optional.of(migration),
                        List.of(back),
                        snapshot,
                        List.of(),
                        ScriptFiles.UNKNOWN)))
            .orElseGet(() -> MigrationRules.decide(snapshot));
    return verdict.actions().stream()
        .filter(Action.StartRun.class::isInstance)
        .map(action -> ((Action.StartRun) action).plan())
        .findFirst()
        .orElseThrow(() -> new AssertionError(verdict.toString()));
  }

  private static Snapshot snapshot(Migration migration) {
    var inputs =
        Inputs.of(
            migration,
            name ->
                Optional.of(
                    new Inputs.Content(
                        "content-of-" + name, Optional.ofNullable(migration.getSpec().release()))));
    return new Snapshot(
        migration,
        inputs,
        List.of(),
        List.of(),
        FollowUps.NONE,
        List.of(),
        List.of(),
        new Leaks(Map.of()),
        List.of(),
        List.of(),
        Dependencies.NONE,
        ScriptFiles.UNKNOWN,
        8,
        NOW);
  }
}
