package dev.drawbridge.act;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.PodSettings;
import dev.drawbridge.api.SpecReader;
import dev.drawbridge.decide.PodView;
import dev.drawbridge.decide.RunPlan;
import dev.drawbridge.report.RunnerInput;
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
import java.util.Optional;
import java.util.TreeMap;

/**
 * The pod of a run: one container, restricted, with no token of the API server, that ends by its
 * own deadline. A deadline on the Job would delete the pod, and the outcome with it.
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
        .withInitContainers(settings.sidecars().stream().map(RunPod::sidecar).toList())
        .withContainers(runner(migration, plan, settings))
        .withVolumes(RunVolumes.of(migration, plan, settings))
        .build();
  }

  private Container runner(Migration migration, RunPlan plan, PodSettings settings) {
    return new ContainerBuilder()
        .withName(PodView.RUNNER)
        .withImage(image)
        .withImagePullPolicy(pullPolicy)
        .withArgs("@runner")
        .withEnv(environment(migration, plan, settings))
        .withResources(resources(settings))
        .withSecurityContext(RunSecurity.restricted())
        .withTerminationMessagePath(REPORT_FILE)
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withVolumeMounts(RunVolumes.mounts(migration, plan))
        .build();
  }

  /** The last one of a name holds: users may move HOME, and not what the runner is told. */
  private static List<EnvVar> environment(Migration migration, RunPlan plan, PodSettings settings) {
    var variables = new ArrayList<EnvVar>();
    variables.add(new EnvVar("HOME", RunVolumes.TMP, null));
    settings.env().forEach(one -> variables.add(as(one, EnvVar.class)));
    input(migration, plan, 1 + settings.sidecars().size())
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

  private static RunnerInput input(Migration migration, RunPlan plan, int containers) {
    var identity =
        Optional.ofNullable(migration.statusOrNone().verified())
            .filter(seen -> migration.getSpec().database().secretRef().name().equals(seen.secret()))
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
        Math.min(MOST_REPORT_BYTES, MOST_REPORT_BYTES_OF_A_POD / containers));
  }

  private static ResourceRequirements resources(PodSettings settings) {
    return settings.resources() == null
        ? new ResourceRequirements()
        : new ResourceRequirementsBuilder()
            .withRequests(new TreeMap<>(settings.resources().requests()))
            .withLimits(new TreeMap<>(settings.resources().limits()))
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
