package dev.drawbridge.sandbox.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What goes when something is deleted, and what has to be waited for. */
class DeletionTest {

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

  private static String namespaceFor(TestInfo test) {
    var name = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
    createNamespace(name);
    return name;
  }

  private static void createNamespace(String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  private static ConfigMap create(String namespace, String name, String... finalizers) {
    return client.resource(map(namespace, name, finalizers)).create();
  }

  private static ConfigMap map(String namespace, String name, String... finalizers) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .withFinalizers(finalizers)
        .endMetadata()
        .build();
  }

  private static ConfigMap createOwned(ConfigMap owner, String name, String... finalizers) {
    var reference =
        new OwnerReferenceBuilder()
            .withApiVersion("v1")
            .withKind("ConfigMap")
            .withName(owner.getMetadata().getName())
            .withUid(owner.getMetadata().getUid())
            .withBlockOwnerDeletion(true)
            .build();
    return client
        .resource(
            new ConfigMapBuilder(map(owner.getMetadata().getNamespace(), name, finalizers))
                .editMetadata()
                .withOwnerReferences(reference)
                .endMetadata()
                .build())
        .create();
  }

  private static ConfigMap removeFinalizers(ConfigMap object) {
    return client
        .resource(object)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\": {\"finalizers\": null}}");
  }

  private static boolean exists(ConfigMap object) {
    return client.resource(object).get() != null;
  }

  @Test
  void objectWithFinalizerIsMarkedAndGoesWithTheLastOne(TestInfo test) {
    var held = create(namespaceFor(test), "held", "example.com/hold");

    client.resource(held).delete();
    var marked = client.resource(held).get();
    var last = removeFinalizers(held);

    assertThat(marked.getMetadata().getDeletionTimestamp()).isNotNull();
    assertThat(last.getMetadata().getName()).isEqualTo("held");
    assertThat(last.getMetadata().getFinalizers()).isEmpty();
    assertThat(exists(held)).isFalse();
  }

  @Test
  void finalizerCannotBeAddedOnceItIsBeingDeleted(TestInfo test) {
    var held = create(namespaceFor(test), "held", "example.com/hold");
    client.resource(held).delete();

    assertThatThrownBy(() ->
            client
                .resource(held)
                .patch(
                    PatchContext.of(PatchType.JSON_MERGE),
                    "{\"metadata\": {\"finalizers\": [\"example.com/hold\", \"a.b/more\"]}}"))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo(422));
  }

  @Test
  void preconditionThatDoesNotHoldKeepsTheObject(TestInfo test) {
    var map = create(namespaceFor(test), "kept");
    var url = "/api/v1/namespaces/%s/configmaps/kept".formatted(map.getMetadata().getNamespace());

    assertThatThrownBy(() ->
            client.raw(
                url,
                "DELETE",
                java.util.Map.of("preconditions", java.util.Map.of("uid", "another"))))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo(409));
    assertThat(exists(map)).isTrue();
  }

  @Test
  void dependentsFollowTheirOwnerAndAreWaitedForByNobody(TestInfo test) {
    var owner = create(namespaceFor(test), "owner");
    var dependent = createOwned(owner, "dependent");
    var grandchild = createOwned(dependent, "grandchild", "example.com/hold");

    client.resource(owner).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();

    assertThat(exists(owner)).isFalse();
    assertThat(exists(dependent)).isFalse();
    assertThat(client.resource(grandchild).get().getMetadata().getDeletionTimestamp()).isNotNull();
  }

  @Test
  void foregroundDeletionWaitsForDependents(TestInfo test) {
    var owner = create(namespaceFor(test), "owner");
    var dependent = createOwned(owner, "dependent", "example.com/hold");

    client.resource(owner).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
    var whileHeld = client.resource(owner).get();
    removeFinalizers(dependent);

    assertThat(whileHeld.getMetadata().getFinalizers()).containsExactly("foregroundDeletion");
    assertThat(exists(dependent)).isFalse();
    assertThat(exists(owner)).isFalse();
  }

  @Test
  void orphansStayAndForgetTheirOwner(TestInfo test) {
    var owner = create(namespaceFor(test), "owner");
    var dependent = createOwned(owner, "dependent");

    client.resource(owner).withPropagationPolicy(DeletionPropagation.ORPHAN).delete();

    assertThat(client.resource(dependent).get().getMetadata().getOwnerReferences()).isEmpty();
  }

  @Test
  void objectOfAnOwnerThatIsGoneIsCollected(TestInfo test) {
    var owner = create(namespaceFor(test), "owner");
    client.resource(owner).delete();

    var late = createOwned(owner, "late");

    assertThat(exists(late)).isFalse();
  }

  @Test
  void namespaceGoesWhenAllThatIsInItHasGone(TestInfo test) {
    var namespace = namespaceFor(test);
    var free = create(namespace, "free");
    var held = create(namespace, "held", "example.com/hold");

    client.namespaces().withName(namespace).delete();
    var terminating = client.namespaces().withName(namespace).get();
    assertThatThrownBy(() -> create(namespace, "late"))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo(403));
    removeFinalizers(held);

    assertThat(terminating.getStatus().getPhase()).isEqualTo("Terminating");
    assertThat(exists(free)).isFalse();
    assertThat(client.namespaces().withName(namespace).get()).isNull();
  }

  @Test
  void nothingIsCreatedInANamespaceThatIsNotThere() {
    assertThatThrownBy(() -> create("nowhere", "map"))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo(404));
  }
}
