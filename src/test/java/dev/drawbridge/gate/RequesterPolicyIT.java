package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Rollback;
import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who has made a Rollback is known, in a real API server. */
class RequesterPolicyIT {

  private static final String BY = "drawbridge.dev/requested-by";
  private static final String OPERATOR = "system:serviceaccount:drawbridge:drawbridge";
  private static RealApiServer server;

  @BeforeAll
  static void install() {
    server = RealApiServer.shared();
    server.installCustomResources();
    server.installGatePolicies();
    await().until(() -> "probe".equals(by(create("probe", "default", Map.of(), true))));
    await().until(RequesterPolicyIT::refusesAnotherName);
  }

  @AfterAll
  static void putThePolicyBack() {
    if (server != null) {
      server.installGatePolicies();
    }
  }

  private static boolean refusesAnotherName() {
    var namespace = server.newNamespace();
    create("probe", namespace, Map.of(), false);
    try {
      update("probe", namespace, Map.of(BY, "another"));
      return false;
    } catch (KubernetesClientException refused) {
      return true;
    }
  }

  private static Rollback rollback(String namespace, Map<String, String> annotations) {
    var yaml =
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Rollback
        metadata: {name: back, namespace: %s}
        spec: {migration: orders, reason: duplicate keys, disable: {}}
        """
            .formatted(namespace);
    var rollback = Serialization.unmarshal(yaml, Rollback.class);
    rollback.getMetadata().setAnnotations(new HashMap<>(annotations));
    return rollback;
  }

  private static Rollback create(
      String user, String namespace, Map<String, String> annotations, boolean dry) {
    try (var client = server.clientFor(user)) {
      var resource = client.resource(rollback(namespace, annotations));
      return dry ? resource.dryRun().create() : resource.create();
    }
  }

  private static void update(String user, String namespace, Map<String, String> annotations) {
    try (var client = server.clientFor(user)) {
      client.resource(rollback(namespace, annotations)).update();
    }
  }

  private static @Nullable String by(Rollback rollback) {
    return rollback.requestedBy();
  }

  @Test
  void whoMakesItIsWrittenDownWhateverIsWrittenThere() {
    var made = create("alice", server.newNamespace(), Map.of(BY, "bob"), false);

    assertThat(by(made)).isEqualTo("alice");
  }

  /** What onFailure makes is the operator's own, and is known as that. */
  @Test
  void whatTheOperatorMakesIsInItsNameAndStaysSo() {
    var namespace = server.newNamespace();

    var made = create(OPERATOR, namespace, Map.of(), false);

    assertThat(by(made)).isEqualTo(OPERATOR);
    assertThatThrownBy(() -> update("alice", namespace, Map.of(BY, "alice")))
        .hasMessageContaining("does not change: leave it as it is");
  }

  @Test
  void nobodyElseMakesOneInTheNameOfTheOperator() {
    var namespace = server.newNamespace();

    var made = create("alice", namespace, Map.of(BY, OPERATOR), false);

    assertThat(by(made)).isEqualTo("alice");
    assertThatThrownBy(() -> update("alice", namespace, Map.of(BY, OPERATOR)))
        .hasMessageContaining("does not change: leave it as it is");
  }

  @Test
  void nobodyChangesItLater() {
    var namespace = server.newNamespace();
    create("alice", namespace, Map.of(), false);

    assertThatThrownBy(() -> update("bob", namespace, Map.of(BY, "bob")))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("does not change: leave it as it is");
    assertThatThrownBy(() -> update("bob", namespace, Map.of()))
        .hasMessageContaining("does not change: leave it as it is");
    update("bob", namespace, Map.of(BY, "alice", "example.com/note", "hello"));
  }

  @Test
  void withoutThePolicyThatWritesItNobodyIsNamedWrongly() {
    var bindings = server.client().admissionRegistration().v1().mutatingAdmissionPolicyBindings();
    bindings.withName("drawbridge-requester").delete();
    await().until(() -> by(create("probe", "default", Map.of(), true)) == null);

    assertThatThrownBy(() -> create("alice", "default", Map.of(BY, "bob"), true))
        .hasMessageContaining("write alice there, or nothing");
    assertThatThrownBy(() -> create("alice", "default", Map.of(BY, OPERATOR), true))
        .hasMessageContaining("write alice there, or nothing");
    assertThat(by(create(OPERATOR, "default", Map.of(BY, OPERATOR), true))).isEqualTo(OPERATOR);
    assertThat(by(create("alice", "default", Map.of(BY, "alice"), true))).isEqualTo("alice");
    server.installGatePolicies();
    await().until(() -> "probe".equals(by(create("probe", "default", Map.of(), true))));
  }
}
