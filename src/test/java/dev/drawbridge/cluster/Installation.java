package dev.drawbridge.cluster;

import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Migration;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Drawbridge in the cluster, as {@code manifests/install.yaml} installs it. */
final class Installation {

  static final String NAMESPACE = "drawbridge";
  static final String DEPLOYMENT = "drawbridge";

  private static final Map<String, String> OURS = Map.of("app.kubernetes.io/name", "drawbridge");
  private static final Path FILE = Path.of("manifests/install.yaml");
  private static final Path PROBE = Path.of("src/test/resources/cluster/probe.yaml");
  private static final Pattern IMAGE = Pattern.compile("(?m)^( +image: &image) .*$");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final KubernetesClient client;
  private final String manifest;

  Installation(KubernetesClient client, Images images) {
    this.client = client;
    var text = read();
    manifest =
        images
            .drawbridge()
            .map(image -> IMAGE.matcher(text).replaceFirst("$1 " + image))
            .orElse(text);
  }

  void install() {
    client.load(stream()).forceConflicts().serverSideApply();
    await("Drawbridge").atMost(PATIENCE).until(this::isReady);
    await("the hold policy").atMost(PATIENCE).until(this::holds);
  }

  private boolean isReady() {
    var deployment = deployment();
    var status = deployment.getStatus();
    return status != null
        && Objects.equals(status.getObservedGeneration(), deployment.getMetadata().getGeneration())
        && Objects.equals(status.getUpdatedReplicas(), deployment.getSpec().getReplicas())
        && Objects.equals(status.getReadyReplicas(), deployment.getSpec().getReplicas())
        && Objects.equals(status.getReplicas(), deployment.getSpec().getReplicas());
  }

  /** Until the hold policy is in force, the guard may refuse what it would have changed. */
  private boolean holds() {
    var probe = client.apps().deployments().load(PROBE.toFile()).item();
    try {
      var stored = client.resource(probe).inNamespace("default").dryRun().create();
      return Boolean.TRUE.equals(stored.getSpec().getPaused());
    } catch (KubernetesClientException refused) {
      return false;
    }
  }

  Deployment deployment() {
    return client.apps().deployments().inNamespace(NAMESPACE).withName(DEPLOYMENT).get();
  }

  String image() {
    return deployment().getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  List<Pod> pods() {
    return client
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel("app.kubernetes.io/name", "drawbridge")
        .list()
        .getItems();
  }

  /** Kills every replica at once, as if their nodes had died. */
  void kill() {
    pods().forEach(pod -> client.resource(pod).withGracePeriod(0).delete());
  }

  /** So many replicas of the operator; waits until the others are gone. */
  void scale(int replicas) {
    client.apps().deployments().inNamespace(NAMESPACE).withName(DEPLOYMENT).scale(replicas);
    await("the operator's replicas").atMost(PATIENCE).until(() -> pods().size() == replicas);
  }

  /** In the order of docs/operations.md. Deployments that are still held are not looked for. */
  void uninstall() {
    var migrations = client.resources(Migration.class).inAnyNamespace();
    migrations.list().getItems().forEach(one -> client.resource(one).delete());
    await("Migrations to go").atMost(PATIENCE).until(() -> migrations.list().getItems().isEmpty());
    var admission = client.admissionRegistration().v1();
    admission.mutatingAdmissionPolicyBindings().withLabels(OURS).delete();
    admission.mutatingAdmissionPolicies().withLabels(OURS).delete();
    admission.validatingAdmissionPolicyBindings().withLabels(OURS).delete();
    admission.validatingAdmissionPolicies().withLabels(OURS).delete();
    client.load(stream()).delete();
  }

  /** What of the installation is still there. */
  List<String> remains() {
    return client
        .load(stream())
        .resources()
        .map(resource -> resource.get())
        .filter(Objects::nonNull)
        .map(one -> one.getKind() + " " + one.getMetadata().getName())
        .toList();
  }

  private ByteArrayInputStream stream() {
    return new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8));
  }

  private static String read() {
    try {
      return Files.readString(FILE);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
