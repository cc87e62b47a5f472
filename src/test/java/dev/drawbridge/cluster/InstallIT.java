package dev.drawbridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The installation as a real API server takes it, and what it lets the operator do. */
class InstallIT {

  private static RealApiServer server;

  @BeforeAll
  static void install() {
    server = RealApiServer.shared();
    server.apply(Path.of("manifests/install.yaml"));
  }

  @Test
  void operatorRunsInANamespaceThatIsRestricted() {
    var template =
        server
            .client()
            .apps()
            .deployments()
            .inNamespace("drawbridge")
            .withName("drawbridge")
            .get()
            .getSpec()
            .getTemplate();
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("operator")
            .withNamespace("drawbridge")
            .endMetadata()
            .withSpec(template.getSpec())
            .build();

    var admitted = server.client().resource(pod).dryRun().create();

    assertThat(admitted.getSpec().getContainers()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "watch, drawbridge.dev, migrations, shop, true",
    "update, drawbridge.dev, migrations/status, shop, true",
    "create, drawbridge.dev, migrations, shop, false",
    "create, drawbridge.dev, rollbacks, shop, true",
    "delete, drawbridge.dev, migrations, shop, false",
    "create, batch, jobs, shop, true",
    "list, '', pods, shop, true",
    "create, '', pods, shop, false",
    "delete, '', pods, shop, false",
    "create, '', pods/exec, shop, false",
    "watch, '', configmaps, shop, true",
    "patch, '', configmaps, shop, false",
    "get, '', secrets, shop, false",
    "patch, apps, deployments, shop, true",
    "delete, apps, deployments, shop, false",
    "update, coordination.k8s.io, leases, drawbridge, true",
    "update, coordination.k8s.io, leases, shop, false",
    "escalate, rbac.authorization.k8s.io, clusterroles, shop, false",
  })
  void operatorMayDoWhatItNeedsAndNoMore(
      String verb, String group, String resource, String namespace, boolean expected) {
    var parts = resource.split("/", 2);
    var review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withVerb(verb)
            .withGroup(group)
            .withResource(parts[0])
            .withSubresource(parts.length > 1 ? parts[1] : "")
            .withNamespace(namespace)
            .endResourceAttributes()
            .endSpec()
            .build();
    try (var operator = operator()) {
      assertThat(operator.resource(review).create().getStatus().getAllowed()).isEqualTo(expected);
    }
  }

  private static KubernetesClient operator() {
    var kubeconfig = server.kubeconfigFor("drawbridge", "drawbridge");
    return new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
  }
}
