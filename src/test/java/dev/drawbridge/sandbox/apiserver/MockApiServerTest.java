package dev.drawbridge.sandbox.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.api.Database;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writing objects: versions, the two sides of an object, generations, admission. */
class MockApiServerTest {

  private static MockApiServer server;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    server = MockApiServer.start();
    client = server.client();
    client.resource(Samples.migrationDefinition()).create();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @BeforeEach
  void clean() {
    client.resources(Migration.class).inNamespace("default").delete();
    client.apps().deployments().inNamespace("default").delete();
    client.configMaps().inNamespace("default").delete();
    server.admitDeploymentsBy(Admission.NONE);
  }

  private static ConfigMap configMap(Map<String, String> data) {
    return client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("sql")
                .withNamespace("default")
                .endMetadata()
                .withData(data)
                .build())
        .create();
  }

  private static ConfigMap patchConfigMap(PatchType type, String patch) {
    return client
        .configMaps()
        .inNamespace("default")
        .withName("sql")
        .patch(PatchContext.of(type), patch);
  }

  @Test
  void staleWriteOfAnObjectIsAConflict() {
    var stale = configMap(Map.of("a", "1"));
    patchConfigMap(PatchType.JSON_MERGE, "{\"data\": {\"a\": \"2\"}}");

    assertConflict(() ->
        client.resource(new ConfigMapBuilder(stale).withData(Map.of("a", "3")).build()).update());
    assertConflict(() ->
        patchConfigMap(
            PatchType.JSON_MERGE,
            "{\"metadata\": {\"resourceVersion\": \"%s\"}, \"data\": {\"a\": \"3\"}}"
                .formatted(stale.getMetadata().getResourceVersion())));
  }

  @Test
  void staleWriteOfAStatusIsAConflict() {
    var stale = client.resource(Samples.migration()).create();
    client.resource(withPhase(stale, Phase.RUNNING)).updateStatus();

    assertConflict(() -> client.resource(withPhase(stale, Phase.FAILED)).updateStatus());
    assertConflict(() ->
        client
            .resource(stale)
            .subresource("status")
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"metadata\": {\"resourceVersion\": \"%s\"}, \"status\": {\"phase\": \"Failed\"}}"
                    .formatted(stale.getMetadata().getResourceVersion())));
  }

  private static void assertConflict(org.assertj.core.api.ThrowableAssert.ThrowingCallable write) {
    assertThatThrownBy(write)
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo(409));
  }

  private static Migration withPhase(Migration migration, Phase phase) {
    var changed = new Migration();
    changed.setMetadata(migration.getMetadata());
    changed.setSpec(migration.getSpec());
    changed.setStatus(
        new MigrationStatus(
            null, phase, List.of(), null, null, null, null, null, List.of(), List.of(), List.of(),
            null));
    return changed;
  }

  @Test
  void writerOfTheSpecCannotChangeTheStatusNorTheOtherWayRound() {
    var created = client.resource(Samples.migration()).create();
    var running = client.resource(withPhase(created, Phase.RUNNING)).updateStatus();

    var spec = withPhase(running, Phase.FAILED);
    spec.setSpec(Samples.spec("other-db"));
    var afterSpec = client.resource(spec).update();
    var status = withPhase(afterSpec, Phase.VERIFIED);
    status.setSpec(Samples.spec("third-db"));
    var afterStatus = client.resource(status).updateStatus();

    assertThat(running.getStatus().phase()).isEqualTo(Phase.RUNNING);
    assertThat(afterSpec.getStatus().phase()).isEqualTo(Phase.RUNNING);
    assertThat(afterStatus.getStatus().phase()).isEqualTo(Phase.VERIFIED);
    assertThat(afterStatus.getSpec())
        .extracting(MigrationSpec::database)
        .extracting(Database::secretRef)
        .extracting(Database.SecretRef::name)
        .isEqualTo("other-db");
  }

  @Test
  void builtInKindsHaveTwoSidesAsWell() {
    var created =
        client
            .resource(
                new DeploymentBuilder(Samples.deployment())
                    .withNewStatus()
                    .withReadyReplicas(7)
                    .endStatus()
                    .build())
            .create();
    var changed =
        client
            .resource(
                new DeploymentBuilder(created)
                    .editSpec()
                    .withReplicas(9)
                    .endSpec()
                    .withNewStatus()
                    .withReadyReplicas(1)
                    .endStatus()
                    .build())
            .updateStatus();

    assertThat(created.getStatus()).isNull();
    assertThat(changed.getStatus().getReadyReplicas()).isEqualTo(1);
    assertThat(changed.getSpec().getReplicas()).isEqualTo(1);
  }

  @Test
  void generationCountsChangesOfTheSpecOnly() {
    var created = client.resource(Samples.migration()).create();
    var status = client.resource(withPhase(created, Phase.RUNNING)).updateStatus();
    var annotated =
        client
            .resource(status)
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"metadata\": {\"annotations\": {\"a\": \"b\"}}}");
    annotated.setSpec(Samples.spec("other-db"));
    var respecified = client.resource(annotated).update();

    assertThat(List.of(created, status, annotated, respecified))
        .extracting(migration -> migration.getMetadata().getGeneration())
        .containsExactly(1L, 1L, 1L, 2L);
  }

  @Test
  void writeThatChangesNothingKeepsTheResourceVersion() {
    var created = client.resource(Samples.deployment()).create();

    var same = client.resource(created).update();

    assertThat(same.getMetadata().getResourceVersion())
        .isEqualTo(created.getMetadata().getResourceVersion());
  }

  @Test
  void admissionSeesEveryWriteOfADeploymentAndWhoAsks() {
    server.admitDeploymentsBy((old, asked, subresource, user) ->
        new DeploymentBuilder(asked)
            .editMetadata()
            .addToAnnotations("asked-by", user)
            .addToAnnotations("existed", Boolean.toString(old != null))
            .endMetadata()
            .build());

    var created = client.resource(Samples.deployment()).create();
    Deployment patched;
    try (var alice = server.client("alice")) {
      patched =
          alice
              .resource(created)
              .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"paused\": true}}");
    }

    assertThat(created.getMetadata().getAnnotations())
        .containsEntry("asked-by", ApiRequest.ADMINISTRATOR)
        .containsEntry("existed", "false");
    assertThat(patched.getMetadata().getAnnotations())
        .containsEntry("asked-by", "alice")
        .containsEntry("existed", "true");
  }

  @Test
  void admissionIsToldThroughWhichSubresourceADeploymentIsWritten() {
    client.resource(Samples.deployment()).create();
    server.admitDeploymentsBy((old, asked, subresource, user) -> {
      throw new ApiFailure(403, "Forbidden", "not by " + subresource);
    });
    var deployment = client.apps().deployments().inNamespace("default").withName("orders");

    assertThatThrownBy(() -> deployment.scale(3)).hasMessageContaining("not by scale");
    assertThatThrownBy(() -> deployment.editStatus(MockApiServerTest::withReadyReplica))
        .hasMessageContaining("not by status");
  }

  private static Deployment withReadyReplica(Deployment deployment) {
    return new DeploymentBuilder(deployment)
        .editOrNewStatus()
        .withReadyReplicas(1)
        .endStatus()
        .build();
  }
}
