package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who approves of a plan, in a real API server: with the policy that writes the name down, and
 * without it, as in clusters that have no such policies.
 */
@ParameterizedClass
@ValueSource(booleans = {true, false})
class ApprovalPolicyIT {

  private static final String APPROVE = Markers.APPROVE_ANNOTATION;
  private static final String BY = Markers.APPROVED_BY_ANNOTATION;
  private static final String POLICY = "drawbridge-approval";
  private static RealApiServer server;

  private final boolean writesNames;
  private String namespace = "";

  ApprovalPolicyIT(boolean writesNames) {
    this.writesNames = writesNames;
  }

  @BeforeAll
  static void install() {
    server = RealApiServer.shared();
    server.installCustomResources();
    server.installGatePolicies();
    server.apply(Path.of("src/test/resources/approval/rights.yaml"));
  }

  @AfterAll
  static void putThePolicyBack() {
    if (server != null) {
      server.installGatePolicies();
    }
  }

  @BeforeEach
  void create() {
    var bindings = server.client().admissionRegistration().v1().mutatingAdmissionPolicyBindings();
    if (writesNames) {
      server.installGatePolicies();
    } else {
      bindings.withName(POLICY).delete();
    }
    namespace = server.newNamespace();
    server.client().resource(migration("orders", Map.of())).create();
    await().until(this::isInForce);
  }

  /** What was changed is in force when a write without a name is answered as it has to be. */
  private boolean isInForce() {
    try (var client = as("probe", "writers", "leads")) {
      var probe = migration("orders", Map.of(APPROVE, "probe"));
      var answer = client.resource(probe).dryRun().update();
      return writesNames && "probe".equals(answer.getMetadata().getAnnotations().get(BY));
    } catch (KubernetesClientException refused) {
      return !writesNames && String.valueOf(refused.getMessage()).contains("writes probe there");
    }
  }

  private Migration migration(String name, Map<String, String> annotations) {
    var yaml =
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Migration
        metadata: {name: %s, namespace: %s}
        spec:
          database: {secretRef: {name: orders-db}}
          approval: Required
          approvals: [dba]
          migrate:
          - flyway: {configMaps: [orders-sql]}
        """
            .formatted(name, namespace);
    var migration = Serialization.unmarshal(yaml, Migration.class);
    migration.getMetadata().setAnnotations(new HashMap<>(annotations));
    return migration;
  }

  private static KubernetesClient as(String user, String... groups) {
    return server.clientFor(user, groups);
  }

  private void write(String user, String[] groups, Map<String, String> annotations) {
    write(user, groups, "orders", annotations);
  }

  private void write(String user, String[] groups, String name, Map<String, String> annotations) {
    try (var client = as(user, groups)) {
      client.resource(migration(name, annotations)).update();
    }
  }

  private @Nullable String stored(String annotation) {
    var found =
        server
            .client()
            .resources(Migration.class)
            .inNamespace(namespace)
            .withName("orders")
            .get()
            .getMetadata()
            .getAnnotations();
    return found == null ? null : found.get(annotation);
  }

  /** With the name of {@code user}, where nobody else writes it. */
  private Map<String, String> signed(String end, String digest, String user) {
    return writesNames
        ? Map.of(APPROVE + end, digest)
        : Map.of(APPROVE + end, digest, BY + end, user);
  }

  private static final String[] DBAS = {"writers", "dbas"};
  private static final String[] LEADS = {"writers", "leads"};
  private static final String[] WRITERS = {"writers"};

  @Test
  void whoMayApprovesInHisOwnName() {
    write("alice", DBAS, signed(".dba", "5be0", "alice"));

    assertThat(stored(BY + ".dba")).isEqualTo("alice");

    write("lee", LEADS, signed("", "5be0", "lee"));

    assertThat(stored(BY)).isEqualTo("lee");
  }

  @Test
  void whoMayNotIsRefusedByName() {
    assertThatThrownBy(() -> write("bob", WRITERS, signed(".dba", "5be0", "bob")))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(
            "drawbridge.dev/approve.dba is only for those who may approve"
                + " migrations.drawbridge.dev/dba of the name orders in this namespace");
    assertThatThrownBy(() -> write("alice", DBAS, signed("", "5be0", "alice")))
        .hasMessageContaining("drawbridge.dev/approve is only for those who may approve");
  }

  @Test
  void rightIsThatOfTheVeryMigration() {
    server.client().resource(migration("billing", Map.of())).create();

    assertThatThrownBy(() -> write("alice", DBAS, "billing", signed(".dba", "5be0", "alice")))
        .hasMessageContaining("of the name billing");
  }

  @Test
  void nobodySignsForAnother() {
    var forged = Map.of(APPROVE + ".dba", "5be0", BY + ".dba", "carol");
    if (writesNames) {
      write("alice", DBAS, forged);

      assertThat(stored(BY + ".dba")).isEqualTo("alice");
    } else {
      assertThatThrownBy(() -> write("alice", DBAS, forged))
          .hasMessageContaining("writes alice there");
    }
  }

  @Test
  void writeOfAnotherLeavesTheSignatureAsItIs() {
    write("alice", DBAS, signed(".dba", "5be0", "alice"));
    var kept = Map.of(APPROVE + ".dba", "5be0", BY + ".dba", "alice", "example.com/note", "hello");

    write("bob", WRITERS, kept);

    assertThat(stored(BY + ".dba")).isEqualTo("alice");
    assertThat(stored("example.com/note")).isEqualTo("hello");
  }

  @Test
  void signatureDoesNotOutliveItsApproval() {
    write("alice", DBAS, signed(".dba", "5be0", "alice"));
    var alone = Map.of(BY + ".dba", "alice");
    if (writesNames) {
      write("bob", WRITERS, alone);

      assertThat(stored(BY + ".dba")).isNull();
    } else {
      assertThatThrownBy(() -> write("bob", WRITERS, alone))
          .hasMessageContaining("tells who has set drawbridge.dev/approve");
    }
  }

  @Test
  void approvalIsAskedForTheRightWhenItArrivesWithItsMigration() {
    server.client().resource(migration("orders", Map.of())).delete();
    var born = migration("orders", signed(".dba", "5be0", "bob"));

    try (var client = as("bob", WRITERS)) {
      assertThatThrownBy(() -> client.resource(born).create())
          .hasMessageContaining("drawbridge.dev/approve.dba is only for those who may approve");
    }
  }

  @Test
  void statusCannotApprove() {
    var asked = migration("orders", Map.of(APPROVE + ".dba", "5be0", BY + ".dba", "carol"));

    server.client().resource(asked).updateStatus();

    assertThat(stored(APPROVE + ".dba")).isNull();
  }
}
