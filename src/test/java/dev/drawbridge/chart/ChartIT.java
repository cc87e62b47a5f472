package dev.drawbridge.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Helm installs, upgrades and uninstalls the chart, and a real API server takes all of it. */
class ChartIT {

  private static final Path PROBE = Path.of("src/test/resources/cluster/probe.yaml");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String MIGRATIONS = "migrations.drawbridge.dev";
  private static final String WEBHOOK = "gate: {by: Webhook}";
  private static RealApiServer server;
  private static Release release;

  @BeforeAll
  static void start() {
    server = RealApiServer.own();
    server.serveRollouts();
    release = new Release(server);
    newNamespace(Release.NAMESPACE, Map.of("pod-security.kubernetes.io/enforce", "restricted"));
    newNamespace("shop", Map.of());
    newNamespace("billing", Map.of());
  }

  @AfterEach
  void uninstall() {
    release.uninstall();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        WEBHOOK,
        "{gate: {rollouts: true}}",
        "{gate: {by: Webhook, rollouts: true}}",
        "{gate: {rollouts: true}, namespaces: [shop, billing]}",
        """
        replicas: 3
        image: {registry: registry.example.com, tag: "7", pullPolicy: Always}
        imagePullSecrets: [{name: ours}]
        networkPolicy:
          enabled: true
          metricsFrom: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]
        dashboard: {enabled: true}
        commonLabels: {team: platform}
        commonAnnotations: {contact: platform@example.com}
        nodeSelector: {kubernetes.io/os: linux}
        tolerations: [{key: dedicated, operator: Exists, effect: NoSchedule}]
        affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: disk, operator: In, values: [fast]}]}}]}}
        priorityClassName: system-cluster-critical
        """
      })
  void everythingIsTakenAndGoesAgain(String values) throws IOException {
    release.install(Chart.FOLDER, values);

    var objects = new Chart("1.36.0", Release.NAMESPACE, values).render().objects();
    assertThat(missing(objects)).isEmpty();
    assertThat(admittedAsAPod()).hasSize(1);
    release.uninstall();
    assertThat(missing(objects))
        .hasSize(objects.size() - 2)
        .doesNotContain("CustomResourceDefinition " + MIGRATIONS);
  }

  @Test
  void deploymentIsHeldOnceItIsInstalledAndNoMoreAfterwards() throws IOException {
    release.install(Chart.FOLDER, "{}");
    await("the policies to be in force").atMost(PATIENCE).until(() -> isHeldAtBirth());

    release.uninstall();

    await("the policies to be forgotten").atMost(PATIENCE).until(() -> !isHeldAtBirth());
  }

  @Test
  void upgradeBringsNewCustomResources(@TempDir Path older) throws IOException {
    copyTo(older);
    var crds = older.resolve("files/crds.yaml");
    Files.writeString(crds, Files.readString(crds).replace("name: Held", "name: Waiting"));
    release.install(older, "{}");
    assertThat(columns()).contains("Waiting").doesNotContain("Held");

    release.upgrade(Chart.FOLDER, "{}");

    assertThat(columns()).contains("Held").doesNotContain("Waiting");
  }

  @Test
  void examplesOfTheChartsPageAreTaken() throws IOException {
    release.install(Chart.FOLDER, "{}");

    assertThat(ChartMetadataTest.annotation("crdsExamples").valueStream())
        .hasSize(2)
        .allSatisfy(example -> {
          var taken = server.client().resource(example.toString()).inNamespace("shop").dryRun();
          assertThat(taken.create().getMetadata().getUid()).isNotEmpty();
        });
  }

  @Test
  void upgradeKeepsTheGeneratedCertificate() throws IOException {
    release.install(Chart.FOLDER, WEBHOOK);
    var secrets = server.client().secrets().inNamespace(Release.NAMESPACE);
    var before = secrets.withName("drawbridge-webhook").get().getData();

    release.upgrade(Chart.FOLDER, WEBHOOK + "\nreplicas: 3");

    assertThat(secrets.withName("drawbridge-webhook").get().getData()).isEqualTo(before);
    assertThat(
            server
                .client()
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName("drawbridge-hold")
                .get()
                .getWebhooks())
        .allSatisfy(webhook ->
            assertThat(webhook.getClientConfig().getCaBundle()).isEqualTo(before.get("tls.crt")));
  }

  private static List<String> missing(List<HasMetadata> objects) {
    KubernetesClient client = server.client();
    return objects.stream()
        .filter(object -> client.resource(object).get() == null)
        .map(object -> object.getKind() + " " + object.getMetadata().getName())
        .toList();
  }

  /** The namespace takes only pods that are restricted. */
  private static List<?> admittedAsAPod() {
    var deployments = server.client().apps().deployments().inNamespace(Release.NAMESPACE);
    var template = deployments.withName("drawbridge").get().getSpec().getTemplate();
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("operator")
            .withNamespace(Release.NAMESPACE)
            .endMetadata()
            .withSpec(template.getSpec())
            .build();
    return server.client().resource(pod).dryRun().create().getSpec().getContainers();
  }

  private static boolean isHeldAtBirth() {
    try {
      var probe = server.client().apps().deployments().load(PROBE.toFile()).item();
      var stored = server.client().resource(probe).dryRun().create();
      return Boolean.TRUE.equals(stored.getSpec().getPaused());
    } catch (KubernetesClientException refusedByHalfOfThem) {
      return true;
    }
  }

  private static List<String> columns() {
    var definition =
        server.client().resources(CustomResourceDefinition.class).withName(MIGRATIONS).get();
    return definition.getSpec().getVersions().getFirst().getAdditionalPrinterColumns().stream()
        .map(column -> column.getName())
        .toList();
  }

  private static void copyTo(Path folder) throws IOException {
    try (var files = Files.walk(Chart.FOLDER)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = folder.resolve(Chart.FOLDER.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private static void newNamespace(String name, Map<String, String> labels) {
    var namespace =
        new NamespaceBuilder().withNewMetadata().withName(name).withLabels(labels).endMetadata();
    server.client().resource(namespace.build()).create();
  }
}
