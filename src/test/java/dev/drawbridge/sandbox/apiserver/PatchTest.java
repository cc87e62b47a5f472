package dev.drawbridge.sandbox.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each kind of patch does what its standard says. */
class PatchTest {

  private static MockApiServer server;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    server = MockApiServer.start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @BeforeEach
  void clean() {
    client.apps().deployments().inNamespace("default").delete();
    client.configMaps().inNamespace("default").delete();
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
  void mergePatchRemovesWhatIsNull() {
    configMap(Map.of("a", "1", "b", "2"));

    var patched = patchConfigMap(PatchType.JSON_MERGE, "{\"data\": {\"a\": null, \"c\": \"3\"}}");

    assertThat(patched.getData()).containsOnly(Map.entry("b", "2"), Map.entry("c", "3"));
  }

  @Test
  void mergePatchReplacesLists() {
    var deployment = client.resource(Samples.deployment()).create();

    var patched =
        client
            .resource(deployment)
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                """
                {"spec": {"template": {"spec": {"containers": [{"name": "other", "image": "x"}]}}}}
                """);

    assertThat(patched.getSpec().getTemplate().getSpec().getContainers())
        .extracting(container -> container.getName())
        .containsExactly("other");
  }

  @Test
  void jsonPatchWhoseTestHoldsIsDoneAndAnsweredWithTheObject() {
    var map = configMap(Map.of("a", "1"));

    var patched =
        patchConfigMap(
            PatchType.JSON,
            """
            [{"op": "test", "path": "/metadata/resourceVersion", "value": "%s"},
             {"op": "replace", "path": "/data/a", "value": "2"}]
            """
                .formatted(map.getMetadata().getResourceVersion()));

    assertThat(patched.getData()).containsEntry("a", "2");
    assertThat(patched.getMetadata().getResourceVersion())
        .isNotEqualTo(map.getMetadata().getResourceVersion());
  }

  @Test
  void jsonPatchWhoseTestFailsChangesNothing() {
    configMap(Map.of("a", "1"));

    assertThatThrownBy(() ->
            patchConfigMap(
                PatchType.JSON,
                """
                [{"op": "replace", "path": "/data/a", "value": "2"},
                 {"op": "test", "path": "/metadata/resourceVersion", "value": "1"}]
                """))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo(422));
    assertThat(client.configMaps().inNamespace("default").withName("sql").get().getData())
        .containsEntry("a", "1");
  }

  @Test
  void serverSideApplyCreatesThenMergesThenTakesAwayWhatIsLeftOut() {
    var first = configMapToApply(Map.of("a", "1", "b", "2"));
    client.resource(first).forceConflicts().serverSideApply();
    patchConfigMap(PatchType.JSON_MERGE, "{\"data\": {\"foreign\": \"x\"}}");

    var applied =
        client.resource(configMapToApply(Map.of("a", "9"))).forceConflicts().serverSideApply();

    assertThat(applied.getData()).containsOnly(Map.entry("a", "9"), Map.entry("foreign", "x"));
  }

  private static ConfigMap configMapToApply(Map<String, String> data) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("sql")
        .withNamespace("default")
        .endMetadata()
        .withData(data)
        .build();
  }
}
