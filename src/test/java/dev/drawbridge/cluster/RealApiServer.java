package dev.drawbridge.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Rollout;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPITestException;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real kube-apiserver with its etcd: one for all tests of a JVM, ended with it. Tests keep out of
 * each other's way by namespaces of their own.
 */
public final class RealApiServer {

  private static final Path MANIFESTS = Path.of("src/main/manifests");
  private static final List<String> POLICIES =
      List.of(
          "hold-policy.yaml",
          "guard-policy.yaml",
          "pods-policy.yaml",
          "pods-guard-policy.yaml",
          "warn-policy.yaml",
          "ungated-policy.yaml",
          "approval-policy.yaml",
          "approval-guard-policy.yaml",
          "requester-policy.yaml",
          "requester-guard-policy.yaml",
          "quiesce-policy.yaml",
          "quiesce-guard-policy.yaml");
  private static final Path CRDS = Path.of("crds");
  private static final Path PROBE = Path.of("src/test/resources/cluster/probe.yaml");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration STARTING = Duration.ofSeconds(40);
  private static final int ATTEMPTS = 3;
  private static @Nullable RealApiServer shared;

  private final String kubeconfig;
  private final KubernetesClient client;

  private RealApiServer(String kubeconfig) {
    this.kubeconfig = kubeconfig;
    this.client = clientWith(Config.fromKubeconfig(kubeconfig));
  }

  /** The running server. Where its programs are not found, the calling test is skipped. */
  public static synchronized RealApiServer shared() {
    if (shared == null) {
      var programs = ApiServerPrograms.wanted();
      skipWithout(programs);
      shared = new RealApiServer(start(programs, ATTEMPTS));
    }
    return shared;
  }

  /** A server of the calling test's own: for what all other tests would notice. */
  public static RealApiServer own() {
    var programs = ApiServerPrograms.wanted();
    skipWithout(programs);
    return new RealApiServer(start(programs, ATTEMPTS));
  }

  /** Said aloud as well, because reports of skipped tests are rarely read. */
  private static void skipWithout(ApiServerPrograms programs) {
    if (!programs.areHere()) {
      System.err.println(programs.howToGetThem());
    }
    assumeTrue(programs.areHere(), programs::howToGetThem);
  }

  /** Its ports are chosen before they are taken, so somebody else may be faster. */
  private static String start(ApiServerPrograms programs, int attempts) {
    var server = new KubeAPIServer(programs.configuration(STARTING));
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    try {
      server.start();
      return server.getKubeConfigYaml();
    } catch (KubeAPITestException notStarted) {
      if (attempts > 1) {
        return start(programs, attempts - 1);
      }
      throw notStarted;
    }
  }

  /** How another process reaches the server, with all rights. */
  public String kubeconfig() {
    return kubeconfig;
  }

  /** How another process reaches the server as a service account, with the rights of that. */
  public String kubeconfigFor(String namespace, String serviceAccount) {
    var config = Config.fromKubeconfig(kubeconfig);
    var token =
        client
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(serviceAccount)
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    return """
    apiVersion: v1
    kind: Config
    clusters: [{name: test, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
    users: [{name: test, user: {token: "%s"}}]
    contexts: [{name: test, context: {cluster: test, user: test}}]
    current-context: test
    """
        .formatted(config.getMasterUrl(), token);
  }

  /** A client with all rights. */
  public KubernetesClient client() {
    return client;
  }

  /** A client that is {@code user} and, by a group, has all rights. */
  public KubernetesClient clientFor(String user) {
    return clientFor(user, "system:masters");
  }

  /** A client that is {@code user} in these groups, and has the rights that RBAC gives them. */
  public KubernetesClient clientFor(String user, String... groups) {
    return clientWith(configFor(user, groups));
  }

  /** How somebody reaches the server who is {@code user} in these groups. */
  public Config configFor(String user, String... groups) {
    return new ConfigBuilder(Config.fromKubeconfig(kubeconfig))
        .withImpersonateUsername(user)
        .withImpersonateGroups(groups)
        .build();
  }

  /** The program of the server's own version. */
  public Path kubectl() {
    return ApiServerPrograms.wanted().kubectl();
  }

  /** Makes a namespace that no other test uses, and gives its name. */
  public String newNamespace() {
    return client
        .namespaces()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withGenerateName("test-")
                .endMetadata()
                .build())
        .create()
        .getMetadata()
        .getName();
  }

  /** Installs the custom resources, and waits until they are served. */
  public void installCustomResources() {
    for (var file : new String[] {"migrations.drawbridge.dev", "rollbacks.drawbridge.dev"}) {
      apply(CRDS.resolve(file + ".yaml"));
      client
          .resources(CustomResourceDefinition.class)
          .withName(file)
          .waitUntilCondition(RealApiServer::isServed, PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** Installs the gate's policies, and waits until they are in force. */
  public void installGatePolicies() {
    POLICIES.forEach(policy -> apply(MANIFESTS.resolve(policy)));
    await().atMost(PATIENCE).until(this::holds);
    await().atMost(PATIENCE).until(this::refuses);
  }

  /** Installs Argo's Rollouts as a resource, and waits until they are served. */
  public void serveRollouts() {
    apply(Path.of("src/test/resources/rollouts/crd.yaml"));
    client
        .resources(CustomResourceDefinition.class)
        .withName("rollouts.argoproj.io")
        .waitUntilCondition(RealApiServer::isServed, PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Installs Rollouts, and the gate's policies for them. */
  public void installRollouts() {
    serveRollouts();
    apply(Path.of("manifests/rollouts.yaml"));
    await().atMost(PATIENCE).until(this::holdsRollouts);
    await().atMost(PATIENCE).until(this::refusesRollouts);
  }

  /** Applies every object in {@code file}. */
  public void apply(Path file) {
    try {
      client.load(Files.newInputStream(file)).forceConflicts().serverSideApply();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Until the hold policy is in force, the guard may refuse what it would have changed. */
  public boolean holds() {
    try {
      return Boolean.TRUE.equals(createdAsADryRun(probe()).getSpec().getPaused());
    } catch (KubernetesClientException refused) {
      return false;
    }
  }

  /** Asked for what the guard refuses from anybody. */
  public boolean refuses() {
    var probe = probe();
    probe.getMetadata().setAnnotations(Map.of(Markers.BREAK_GLASS_ANNOTATION, "without a reason"));
    try {
      createdAsADryRun(probe);
      return false;
    } catch (KubernetesClientException refused) {
      return true;
    }
  }

  private boolean holdsRollouts() {
    try {
      return Boolean.TRUE.equals(
          client.resource(rolloutProbe(Map.of())).dryRun().create().getSpec().paused());
    } catch (KubernetesClientException refused) {
      return false;
    }
  }

  private boolean refusesRollouts() {
    try {
      var probe = rolloutProbe(Map.of(Markers.BREAK_GLASS_ANNOTATION, "without a reason"));
      client.resource(probe).dryRun().create();
      return false;
    } catch (KubernetesClientException refused) {
      return true;
    }
  }

  private static Rollout rolloutProbe(Map<String, String> annotations) {
    var probe = new Rollout();
    probe.setMetadata(
        new ObjectMetaBuilder()
            .withName("probe")
            .withNamespace("default")
            .addToLabels(Markers.MIGRATION_LABEL, "probe")
            .withAnnotations(annotations)
            .build());
    probe.setSpec(new Rollout.Spec(false, 1, null, new PodTemplateSpec()));
    return probe;
  }

  private Deployment probe() {
    return client.apps().deployments().load(PROBE.toFile()).item();
  }

  private Deployment createdAsADryRun(Deployment deployment) {
    return client.resource(deployment).dryRun().create();
  }

  private static boolean isServed(@Nullable CustomResourceDefinition definition) {
    return Optional.ofNullable(definition)
        .map(CustomResourceDefinition::getStatus)
        .map(CustomResourceDefinitionStatus::getConditions)
        .stream()
        .flatMap(List::stream)
        .anyMatch(condition ->
            condition.getType().equals("Established") && condition.getStatus().equals("True"));
  }

  private static KubernetesClient clientWith(Config config) {
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
