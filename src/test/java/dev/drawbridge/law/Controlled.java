package dev.drawbridge.law;

import static org.awaitility.Awaitility.await;

import dev.drawbridge.gate.HoldRule;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A cluster with our definitions and policies, and without our operator: one that is there is sent
 * away until the end.
 */
final class Controlled implements AutoCloseable {

  private static final String OURS = "drawbridge";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path PROBE = Path.of("src/test/resources/cluster/probe.yaml");
  private static final List<Path> FILES =
      List.of(
          Path.of("crds/migrations.drawbridge.dev.yaml"),
          Path.of("src/main/manifests/hold-policy.yaml"),
          Path.of("src/main/manifests/guard-policy.yaml"),
          Path.of("src/test/resources/gate/rights.yaml"));

  private final KubernetesClient administrator = new KubernetesClientBuilder().build();
  private final KubernetesClient somebody = as("somebody@example.com", "deployers");
  private final KubernetesClient breaker =
      as("breaker@example.com", "deployers", "breakglass-orders", "breakglass-billing");
  private final KubernetesClient operator = as(HoldRule.OPERATOR, "system:masters");
  private int operators;

  void install() {
    FILES.forEach(this::apply);
    operators = ourOperator().map(found -> found.getSpec().getReplicas()).orElse(0);
    if (operators > 0) {
      scaleOperator(0);
      await("the operator to go").atMost(PATIENCE).until(this::hasNoOperator);
    }
    await("the policies").atMost(PATIENCE).until(this::holds);
    await("the rights").atMost(PATIENCE).until(this::mayWrite);
  }

  private void apply(Path file) {
    try (var content = Files.newInputStream(file)) {
      administrator.load(content).forceConflicts().serverSideApply();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Optional<Deployment> ourOperator() {
    return Optional.ofNullable(
        administrator.apps().deployments().inNamespace(OURS).withName(OURS).get());
  }

  private void scaleOperator(int replicas) {
    administrator.apps().deployments().inNamespace(OURS).withName(OURS).scale(replicas);
  }

  private boolean hasNoOperator() {
    return administrator.pods().inNamespace(OURS).list().getItems().isEmpty();
  }

  private boolean holds() {
    var probe = administrator.apps().deployments().load(PROBE.toFile()).item();
    try {
      var stored = administrator.resource(probe).inNamespace("default").dryRun().create();
      return Boolean.TRUE.equals(stored.getSpec().getPaused());
    } catch (KubernetesClientException refused) {
      return false;
    }
  }

  private boolean mayWrite() {
    try {
      somebody.apps().deployments().inNamespace("default").list();
      return true;
    } catch (KubernetesClientException refused) {
      return false;
    }
  }

  KubernetesClient administrator() {
    return administrator;
  }

  KubernetesClient operator() {
    return operator;
  }

  KubernetesClient writer(Step step) {
    return step.mayBreakGlass() ? breaker : somebody;
  }

  String newNamespace() {
    var namespace =
        new NamespaceBuilder()
            .withNewMetadata()
            .withGenerateName("drawbridge-law-")
            .endMetadata()
            .build();
    return administrator.resource(namespace).create().getMetadata().getName();
  }

  private static KubernetesClient as(String user, String... groups) {
    var config =
        new ConfigBuilder(Config.autoConfigure(null))
            .withImpersonateUsername(user)
            .withImpersonateGroups(groups)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  @Override
  public void close() {
    if (operators > 0) {
      scaleOperator(operators);
    }
    List.of(somebody, breaker, operator, administrator).forEach(KubernetesClient::close);
  }
}
