package dev.drawbridge.operator;

import dev.drawbridge.cluster.RealApiServer;
import dev.drawbridge.gate.HoldRule;
import dev.drawbridge.sandbox.GateAdmission;
import dev.drawbridge.sandbox.apiserver.MockApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;

/** The API server that a test of the operator stands on. */
interface Ground {

  /** A client with all rights. */
  KubernetesClient admin();

  /** How the operator reaches the server. */
  Config operator();

  /** A namespace of the calling test's own. */
  String newNamespace();

  /** The mock, with the hold rule in Java as its admission. */
  final class Mock implements Ground {

    private static final MockApiServer SERVER = start();
    private final KubernetesClient admin = SERVER.client();

    private static MockApiServer start() {
      var server = MockApiServer.start();
      server.load(Path.of("crds"));
      server.load(Path.of("src/test/resources/rollouts"));
      server.admitDeploymentsBy(new GateAdmission());
      return server;
    }

    MockApiServer server() {
      return SERVER;
    }

    @Override
    public KubernetesClient admin() {
      return admin;
    }

    @Override
    public Config operator() {
      return SERVER.config(HoldRule.OPERATOR);
    }

    @Override
    public String newNamespace() {
      var namespace =
          new NamespaceBuilder().withNewMetadata().withGenerateName("test-").endMetadata().build();
      return admin.resource(namespace).create().getMetadata().getName();
    }

    @Override
    public String toString() {
      return "mock";
    }
  }

  /**
   * A real kube-apiserver, with the admission policy. Without its programs, the tests are skipped.
   */
  final class Real implements Ground {

    private final RealApiServer server;

    Real() {
      this(RealApiServer.shared(), true);
    }

    /** On a server of the calling test's own, on which everything may be installed already. */
    Real(RealApiServer server, boolean isToBeFurnished) {
      this.server = server;
      if (isToBeFurnished) {
        server.installCustomResources();
        server.installGatePolicies();
        server.installRollouts();
      }
    }

    @Override
    public KubernetesClient admin() {
      return server.client();
    }

    @Override
    public Config operator() {
      return new ConfigBuilder(Config.fromKubeconfig(server.kubeconfig()))
          .withImpersonateUsername(HoldRule.OPERATOR)
          .withImpersonateGroups("system:masters")
          .build();
    }

    @Override
    public String newNamespace() {
      var name = server.newNamespace();
      var account =
          new ServiceAccountBuilder()
              .withNewMetadata()
              .withName("default")
              .withNamespace(name)
              .endMetadata()
              .build();
      admin().resource(account).create();
      return name;
    }

    @Override
    public String toString() {
      return "kube-apiserver";
    }
  }
}
