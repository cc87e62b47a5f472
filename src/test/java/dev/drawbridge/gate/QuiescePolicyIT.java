package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands still for a run stays so for everyone but the operator, in a real API server. */
class QuiescePolicyIT {

  private static final String OWNER = "migration/orders, run 3f2a: ";
  private static RealApiServer server;
  private static KubernetesClient somebody;
  private static KubernetesClient operator;
  private String namespace = "";
  @TempDir private Path folder = Path.of("");

  /** What can stand still: at work, and still. */
  enum Kind {
    DEPLOYMENT("apps/v1", "Deployment", "replicas"),
    STATEFUL_SET("apps/v1", "StatefulSet", "replicas"),
    CRON_JOB("batch/v1", "CronJob", "suspend");

    private final String version;
    private final String kind;
    private final String field;

    Kind(String version, String kind, String field) {
      this.version = version;
      this.kind = kind;
      this.field = field;
    }

    private Object atWork() {
      return this == CRON_JOB ? (Object) false : 3;
    }

    private String before() {
      return OWNER + field + "=" + atWork();
    }

    private Object still() {
      return this == CRON_JOB ? (Object) true : 0;
    }
  }

  @BeforeAll
  static void install() {
    server = RealApiServer.shared();
    server.installCustomResources();
    server.installGatePolicies();
    somebody = server.clientFor("argocd-controller");
    operator = server.clientFor(HoldRule.OPERATOR);
    await().until(() -> isKeptStill(server.newNamespace()));
    await().until(() -> isRefusedToScale(server.newNamespace()));
  }

  @AfterAll
  static void leave() {
    if (server != null) {
      server.installGatePolicies();
      somebody.close();
      operator.close();
    }
  }

  @BeforeEach
  void takeANamespace() {
    namespace = server.newNamespace();
  }

  private static boolean isKeptStill(String namespace) {
    var made = stopped(Kind.DEPLOYMENT, namespace);
    try {
      return fieldOf(apply(made), Kind.DEPLOYMENT).equals(0);
    } catch (KubernetesClientException refused) {
      // The guard is in force, and the policy that keeps it still is not yet.
      return false;
    }
  }

  private static boolean isRefusedToScale(String namespace) {
    stopped(Kind.DEPLOYMENT, namespace);
    try {
      somebody.apps().deployments().inNamespace(namespace).withName("worker").scale(1);
      return false;
    } catch (KubernetesClientException refused) {
      return true;
    }
  }

  private static GenericKubernetesResource manifest(Kind kind, String namespace) {
    var pods =
        """
        metadata: {labels: {app: worker}}
        spec: {restartPolicy: %s, containers: [{name: c, image: "app:1"}]}
        """;
    var spec =
        kind == Kind.CRON_JOB
            ? "schedule: '0 4 * * *'\njobTemplate:\n  spec:\n    template:\n"
                + pods.formatted("Never").indent(6)
            : "selector: {matchLabels: {app: worker}}\ntemplate:\n"
                + pods.formatted("Always").indent(2);
    return Serialization.unmarshal(
        "apiVersion: %s\nkind: %s\nmetadata: {name: worker, namespace: %s}\nspec:\n  %s: %s\n"
                .formatted(kind.version, kind.kind, namespace, kind.field, kind.atWork())
            + spec.indent(2),
        GenericKubernetesResource.class);
  }

  /** As the operator stops it. */
  private static GenericKubernetesResource stopped(Kind kind, String namespace) {
    somebody.resource(manifest(kind, namespace)).create();
    var patch =
        Map.of(
            "metadata",
            Map.of(
                "labels", Map.of(Markers.QUIESCED, Markers.IS_QUIESCED),
                "annotations", Map.of(Markers.QUIESCED, kind.before())),
            "spec",
            Map.of(kind.field, kind.still()));
    operator
        .resource(manifest(kind, namespace))
        .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch));
    return manifest(kind, namespace);
  }

  /** All of it anew, without any mark, as kubectl replace does. */
  private static GenericKubernetesResource apply(GenericKubernetesResource manifest) {
    manifest
        .getMetadata()
        .setResourceVersion(somebody.resource(manifest).get().getMetadata().getResourceVersion());
    return somebody.resource(manifest).update();
  }

  private static Object fieldOf(GenericKubernetesResource resource, Kind kind) {
    return resource.get("spec", kind.field);
  }

  private static void assertMarked(HasMetadata resource, Kind kind) {
    assertThat(resource.getMetadata().getLabels())
        .containsEntry(Markers.QUIESCED, Markers.IS_QUIESCED);
    assertThat(resource.getMetadata().getAnnotations())
        .containsEntry(Markers.QUIESCED, kind.before());
  }

  @ParameterizedTest
  @EnumSource
  void itsManifestAppliedAgainBringsItNotBack(Kind kind) {
    var manifest = stopped(kind, namespace);

    var stored = apply(manifest);

    assertThat(fieldOf(stored, kind)).isEqualTo(kind.still());
    assertMarked(stored, kind);
  }

  @ParameterizedTest
  @EnumSource
  void operatorBringsItBack(Kind kind) {
    var manifest = stopped(kind, namespace);

    var back =
        operator
            .resource(manifest)
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"metadata\": {\"labels\": {\"%1$s\": null}, \"annotations\": {\"%1$s\": null}}, \"spec\": {\"%2$s\": %3$s}}"
                    .formatted(Markers.QUIESCED, kind.field, kind.atWork()));

    assertThat(fieldOf(back, kind)).isEqualTo(kind.atWork());
    assertThat(fieldOf(apply(manifest), kind)).isEqualTo(kind.atWork());
  }

  @ParameterizedTest
  @EnumSource
  void itMayBeDeleted(Kind kind) {
    var manifest = stopped(kind, namespace);

    somebody.resource(manifest).delete();

    await().until(() -> somebody.resource(manifest).get() == null);
  }

  @ParameterizedTest
  @EnumSource
  void nobodyElseSaysThatSomethingStandsStill(Kind kind) {
    var manifest = manifest(kind, namespace);
    manifest.getMetadata().setLabels(Map.of(Markers.QUIESCED, Markers.IS_QUIESCED));

    assertThatThrownBy(() -> somebody.resource(manifest).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(
            "is written by Drawbridge, on what stands still for a run: take it off");
  }

  @Test
  void scaleOfADeploymentIsNotRaised() {
    stopped(Kind.DEPLOYMENT, namespace);

    assertThatThrownBy(
            () -> somebody.apps().deployments().inNamespace(namespace).withName("worker").scale(2))
        .hasMessageContaining(
            "worker stands still for migration/orders, run 3f2a, and comes back by itself");
  }

  @Test
  void scaleOfAStatefulSetIsNotRaised() {
    stopped(Kind.STATEFUL_SET, namespace);

    assertThatThrownBy(
            () -> somebody.apps().statefulSets().inNamespace(namespace).withName("worker").scale(2))
        .hasMessageContaining("worker stands still for migration/orders, run 3f2a");
  }

  @Test
  void scaleOfWhatIsAtWorkIsAnybodys() {
    stopped(Kind.DEPLOYMENT, namespace);
    var other = manifest(Kind.DEPLOYMENT, namespace);
    other.getMetadata().setName("other");
    somebody.resource(other).create();
    var scaled = somebody.apps().deployments().inNamespace(namespace).withName("other");

    scaled.scale(0);
    scaled.scale(2);

    assertThat(scaled.get().getSpec().getReplicas()).isEqualTo(2);
  }

  /** They are for when the policies are gone; here the operator's name gets past them. */
  @Test
  void commandsOfTheDocumentBringEverythingBack() throws Exception {
    for (var kind : Kind.values()) {
      stopped(kind, namespace);
    }
    var document = Files.readString(Path.of("docs", "operations.md"));
    var section = document.substring(document.indexOf("### Bring back what stands still"));
    var kubeconfig =
        Serialization.unmarshal(server.kubeconfig(), io.fabric8.kubernetes.api.model.Config.class);
    kubeconfig.getUsers().getFirst().getUser().setAs(HoldRule.OPERATOR);
    kubeconfig.getUsers().getFirst().getUser().setAsGroups(List.of("system:masters"));
    var file = Files.writeString(folder.resolve("kubeconfig"), Serialization.asYaml(kubeconfig));
    var shell =
        new ProcessBuilder("bash", "-euc", section.split("```", 3)[1])
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    shell.environment().put("KUBECONFIG", file.toString());
    shell
        .environment()
        .put("PATH", server.kubectl().getParent() + File.pathSeparator + System.getenv("PATH"));

    assertThat(shell.start().waitFor()).as(Files.readString(folder.resolve("output"))).isZero();

    for (var kind : Kind.values()) {
      var back = somebody.resource(manifest(kind, namespace)).get();
      assertThat(fieldOf(back, kind)).isEqualTo(kind.atWork());
      assertThat(back.getMetadata().getAnnotations()).doesNotContainKey(Markers.QUIESCED);
    }
  }

  @Test
  void withoutThePolicyThatKeepsItTheWriteIsRefused() {
    var bindings = server.client().admissionRegistration().v1().mutatingAdmissionPolicyBindings();
    bindings.withName("drawbridge-quiesce").delete();
    var manifest = stopped(Kind.DEPLOYMENT, namespace);

    await()
        .untilAsserted(() ->
            assertThatThrownBy(() -> apply(manifest))
                .hasMessageContaining(
                    "worker stands still for migration/orders, run 3f2a, and comes back by itself when that has ended"));
    server.installGatePolicies();
    await().until(() -> isKeptStill(server.newNamespace()));
  }
}
