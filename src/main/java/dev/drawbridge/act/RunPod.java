package dev.drawbridge.act;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.PlanItem.Part;
import dev.drawbridge.api.PodSettings;
import dev.drawbridge.api.SpecReader;
import dev.drawbridge.api.Stretch;
import dev.drawbridge.api.WayBack;
import dev.drawbridge.decide.Consent;
import dev.drawbridge.decide.PodView;
import dev.drawbridge.decide.RunPlan;
import dev.drawbridge.report.BackupInput;
import dev.drawbridge.report.ExportInput;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.report.SharedFolder;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pod of a run: one container, or several where tools of the user's run; restricted, with no
 * token of the API server, that ends by its own deadline. A deadline on the Job would delete the
 * pod, and the outcome with it.
 *
 * @param image the image of Drawbridge itself
 */
public record RunPod(String image, String pullPolicy) {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  /** What the kubelet keeps of one termination message, and of all of a pod together, in bytes. */
  private static final int MOST_REPORT_BYTES = 4096;

  private static final int MOST_REPORT_BYTES_OF_A_POD = 12 * 1024;
  private static final String REPORT_FILE = "/dev/termination-log";
  private static final long GRACE_SECONDS = 30;

  /** By then the runner has ended itself, and has said so. */
  private static final long SECONDS_AFTER_THE_DEADLINE = 10;

  PodSpec of(Migration migration, RunPlan plan) {
    var settings = migration.getSpec().podSettings();
    var stretches = plan.stretches(migration);
    return new PodSpecBuilder()
        .withRestartPolicy("Never")
        .withActiveDeadlineSeconds(
            Duration.between(plan.startedAt(), plan.deadline()).toSeconds()
                + SECONDS_AFTER_THE_DEADLINE)
        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
        .withServiceAccountName(settings.serviceAccountName())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withNodeSelector(
            settings.nodeSelector().isEmpty() ? null : new TreeMap<>(settings.nodeSelector()))
        .withTolerations(
            settings.tolerations().stream().map(one -> as(one, Toleration.class)).toList())
        .withAffinity(
            settings.affinity().isEmpty() ? null : as(settings.affinity(), Affinity.class))
        .withImagePullSecrets(
            settings.imagePullSecrets().stream().map(LocalObjectReference::new).toList())
        .withPriorityClassName(settings.priorityClassName())
        .withSecurityContext(RunSecurity.ofPod(settings))
        .withInitContainers(before(migration, plan, stretches))
        .withContainers(runner(migration, plan, stretches.getLast()))
        .withVolumes(RunVolumes.of(migration, plan, settings))
        .build();
  }

  /** The sidecars, and what is done in order before the last stretch. */
  private List<Container> before(Migration migration, RunPlan plan, List<Stretch> stretches) {
    var spec = migration.getSpec();
    var containers = new ArrayList<Container>();
    spec.podSettings().sidecars().forEach(written -> containers.add(sidecar(written)));
    for (var stretch : stretches.subList(0, stretches.size() - 1)) {
      containers.add(runner(migration, plan, stretch));
      var next = Objects.requireNonNull(stretch.after());
      containers.add(StepContainer.of(next, plan, migration));
    }
    return containers;
  }

  private Container runner(Migration migration, RunPlan plan, Stretch stretch) {
    var settings = migration.getSpec().podSettings();
    return new ContainerBuilder()
        .withName(PodView.runner(stretch))
        .withImage(image)
        .withImagePullPolicy(pullPolicy)
        .withArgs("@runner")
        .withEnv(environment(migration, plan, stretch))
        .withResources(resources(settings.resources()))
        .withSecurityContext(RunSecurity.restricted())
        .withTerminationMessagePath(REPORT_FILE)
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withVolumeMounts(RunVolumes.mounts(migration, plan))
        .build();
  }

  /** The last one of a name holds: users may move HOME, and not what the runner is told. */
  private static List<EnvVar> environment(Migration migration, RunPlan plan, Stretch stretch) {
    var variables = new ArrayList<EnvVar>();
    var settings = migration.getSpec().podSettings();
    variables.add(new EnvVar("HOME", RunVolumes.TMP, null));
    settings.env().forEach(one -> variables.add(as(one, EnvVar.class)));
    input(migration, plan, stretch)
        .toEnvironment()
        .forEach((name, value) -> variables.add(new EnvVar(name, value, null)));
    variables.add(
        new EnvVarBuilder()
            .withName(RunnerInput.ATTEMPT)
            .withNewValueFrom()
            .withNewFieldRef("v1", "metadata.name")
            .endValueFrom()
            .build());
    return variables;
  }

  private static RunnerInput input(Migration migration, RunPlan plan, Stretch stretch) {
    var spec = migration.getSpec();
    var tools = plan.stretches(migration).size() - 1;
    var containers = 1 + 2 * tools + spec.podSettings().sidecars().size();
    var identity =
        Optional.ofNullable(migration.statusOrNone().verified())
            .filter(seen -> migration.getSpec().database().access().equals(seen.secret()))
            .flatMap(verified -> Optional.ofNullable(verified.database()))
            .map(database -> database.system() + "/" + database.name());
    return new RunnerInput(
        migration.qualifiedName(),
        plan.run(),
        "",
        SpecReader.write(migration.getSpec()),
        plan.contents(),
        plan.deadline(),
        identity.orElse(null),
        Path.of(RunVolumes.DATABASE),
        Path.of(RunVolumes.SCRIPTS),
        Path.of(REPORT_FILE),
        Math.min(MOST_REPORT_BYTES, MOST_REPORT_BYTES_OF_A_POD / containers),
        tools == 0
            ? null
            : new RunnerInput.Part(stretch.index(), new SharedFolder(Path.of(RunVolumes.SHARED))),
        plan.planOnly(),
        plan.undoTo().orElse(null),
        plan.consent().map(Consent::digest).orElse(null),
        backups(migration, plan),
        export(migration),
        plan.checksOnly().map(Part::word).orElse(null));
  }

  private static @Nullable BackupInput backups(Migration migration, RunPlan plan) {
    var spec = migration.getSpec();
    var backup = spec.backup();
    if (backup == null || backup.claimBeside(spec.database()).isEmpty()) {
      return null;
    }
    var isOwn = RunVolumes.backupClaim(migration).isPresent();
    var verified = migration.statusOrNone().verified();
    return new BackupInput(
        Path.of(isOwn ? RunVolumes.BACKUPS : RunVolumes.DATABASE),
        verified == null ? null : verified.run(),
        plan.restored()
            .map(saved -> new BackupInput.Restored(saved.path(), saved.sha256()))
            .orElse(null));
  }

  private static @Nullable ExportInput export(Migration migration) {
    var export = WayBack.exportOf(migration);
    return export == null
        ? null
        : new ExportInput(
            SpecReader.write(export),
            RunVolumes.exportClaim(migration).map(_ -> Path.of(RunVolumes.EXPORTS)).orElse(null));
  }

  static ResourceRequirements resources(PodSettings.@Nullable Resources written) {
    return written == null
        ? new ResourceRequirements()
        : new ResourceRequirementsBuilder()
            .withRequests(new TreeMap<>(written.requests()))
            .withLimits(new TreeMap<>(written.limits()))
            .build();
  }

  /**
   * A container of the user's own, as a native sidecar: started before the runner, and ended after
   * it.
   */
  private static Container sidecar(Object written) {
    return new ContainerBuilder(as(written, Container.class)).withRestartPolicy("Always").build();
  }

  static <T> T as(Object written, Class<T> type) {
    return SERIALIZATION.convertValue(written, type);
  }
}
