package dev.drawbridge.sandbox.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Selecting, watching, asking for permissions, and looking at requests before they are served. */
class ReadingTest {

  private MockApiServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() {
    server = MockApiServer.start();
    client = server.client();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private ConfigMap create(String name, String label, String value) {
    return client.resource(labelled(name, label, value)).create();
  }

  private static ConfigMap labelled(String name, String label, String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .addToLabels(label, value)
        .endMetadata()
        .build();
  }

  private List<String> names(String labelSelector) {
    return client
        .configMaps()
        .inNamespace("default")
        .withLabelSelector(labelSelector)
        .list()
        .getItems()
        .stream()
        .map(map -> map.getMetadata().getName())
        .toList();
  }

  @Test
  void labelSelectorsSelect() {
    create("a", "tier", "web");
    create("b", "tier", "db");
    create("c", "other", "x");

    assertThat(names("tier=web")).containsExactly("a");
    assertThat(names("tier!=web")).containsExactly("b", "c");
    assertThat(names("tier")).containsExactly("a", "b");
    assertThat(names("!tier")).containsExactly("c");
    assertThat(names("tier in (web,db),tier!=db")).containsExactly("a");
    assertThat(names("tier notin (web)")).containsExactly("b", "c");
  }

  @Test
  void fieldSelectorsSelectEvents() {
    createEvent("one", "Pod", "FailedMount");
    createEvent("two", "Pod", "Pulled");
    createEvent("three", "Job", "FailedMount");

    var found =
        client
            .v1()
            .events()
            .inNamespace("default")
            .withField("involvedObject.kind", "Pod")
            .withField("reason", "FailedMount")
            .list()
            .getItems();

    assertThat(found).extracting(event -> event.getMetadata().getName()).containsExactly("one");
  }

  private void createEvent(String name, String kind, String reason) {
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("default")
            .endMetadata()
            .withNewInvolvedObject()
            .withKind(kind)
            .endInvolvedObject()
            .withReason(reason)
            .build();
    client.resource(event).create();
  }

  @Test
  void fieldThatKubernetesDoesNotSelectByIsRefused() {
    assertThatThrownBy(
            () -> client.configMaps().inNamespace("default").withField("data.a", "1").list())
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo(400));
  }

  @Test
  void informerSeesEachChangeOnceAndInOrder() {
    create("old", "tier", "web");
    var seen = new CopyOnWriteArrayList<String>();
    try (var informer =
        client
            .configMaps()
            .inNamespace("default")
            .withLabel("tier", "web")
            .inform(new Recorder(seen))) {
      await().until(informer::isWatching);
      create("new", "tier", "web");
      create("unseen", "tier", "db");
      client.resource(labelled("new", "tier", "db")).update();
      client.resource(labelled("old", "tier", "web")).delete();

      await().untilAsserted(() -> assertThat(seen).containsExactly("+old", "+new", "-new", "-old"));
    }
  }

  @Test
  void informerCatchesUpAfterItsWatchHasExpired() {
    var seen = new CopyOnWriteArrayList<String>();
    try (var informer = client.configMaps().inNamespace("default").inform(new Recorder(seen))) {
      await().until(informer::isWatching);
      server.expireWatches();
      create("late", "tier", "web");

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(seen).contains("+late"));
    }
  }

  private record Recorder(List<String> seen) implements ResourceEventHandler<ConfigMap> {
    @Override
    public void onAdd(ConfigMap map) {
      seen.add("+" + map.getMetadata().getName());
    }

    @Override
    public void onUpdate(ConfigMap old, ConfigMap map) {
      seen.add("~" + map.getMetadata().getName());
    }

    @Override
    public void onDelete(ConfigMap map, boolean stateUnknown) {
      seen.add("-" + map.getMetadata().getName());
    }
  }

  @Test
  void everythingIsPermitted() {
    var rules =
        client
            .authorization()
            .v1()
            .selfSubjectRulesReview()
            .create(
                new SelfSubjectRulesReviewBuilder()
                    .withNewSpec()
                    .withNamespace("default")
                    .endSpec()
                    .build());
    var access =
        client
            .authorization()
            .v1()
            .selfSubjectAccessReview()
            .create(new SelfSubjectAccessReviewBuilder().withNewSpec().endSpec().build());

    assertThat(rules.getStatus().getResourceRules()).hasSize(1);
    assertThat(access.getStatus().getAllowed()).isTrue();
  }

  @Test
  void leaseIsTakenOnlyByThoseWhoSawItsLastState() {
    var lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withName("leader")
            .withNamespace("default")
            .endMetadata()
            .withNewSpec()
            .withHolderIdentity("one")
            .endSpec()
            .build();
    var first = client.resource(lease).create();
    client
        .resource(new LeaseBuilder(first).editSpec().withHolderIdentity("two").endSpec().build())
        .update();

    assertThatThrownBy(() ->
            client
                .resource(
                    new LeaseBuilder(first)
                        .editSpec()
                        .withHolderIdentity("three")
                        .endSpec()
                        .build())
                .update())
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo(409));
  }

  @Test
  void requestCanBeRefusedBeforeItHasAnyEffect() {
    try (var _ =
        server.beforeRequest(
            request -> request.writes("configmaps"),
            request -> Reaction.refuse(409, "Conflict", "injected"))) {
      assertThatThrownBy(() -> create("a", "tier", "web"))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("injected");
    }

    create("a", "tier", "web");

    assertThat(names("tier")).containsExactly("a");
  }

  @Test
  void answerCanComeLate() {
    try (var _ =
        server.beforeRequest(
            request -> request.verb().equals("list"),
            request -> new Reaction.Serve(Duration.ofMillis(300)))) {
      var start = System.nanoTime();
      names("tier");

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
    }
  }

  @Test
  void requestsAreRecordedWithWhoAsked() {
    server.clearRequests();
    try (var alice = server.client("alice")) {
      alice.configMaps().inNamespace("default").withName("none").get();
    }
    create("a", "tier", "web");

    assertThat(server.requests())
        .extracting(request -> request.user() + " " + request.verb() + " " + request.resource())
        .containsExactly("alice get configmaps", "kubernetes-admin create configmaps");
  }
}
