package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rights in the manifest are those that the operator's requests take, no more and no fewer. */
class RightsIT {

  private static final Path MANIFEST = Path.of("src/main/manifests/rbac.yaml");
  private static final Path OF_ROLLOUTS = Path.of("src/main/rollouts/rollouts.yaml");
  private static final Path OF_THE_WEBHOOK = Path.of("src/main/manifests/rbac-webhook.yaml");

  /** Never a request of its own: the API server asks for it when a Job is owned by one of these. */
  private static final Set<String> OF_OWNERS =
      Set.of(
          "update drawbridge.dev migrations/finalizers",
          "update drawbridge.dev rollbacks/finalizers");

  /** Everybody who is known to the API server may ask what they may do. */
  private static final String OF_EVERYBODY = "create authorization.k8s.io selfsubjectrulesreviews";

  @Test
  void operatorIsGivenWhatItUses() throws IOException {
    var life = Lifeline.unlimited();
    try (var stage = new Stage(new Ground.Mock())) {
      stage.operator(life, "one", true);
      verify(stage, "orders");
      leak(stage, "orders");
      cancel(stage, "billing");
      takeBack(stage, "items");
      letOrphanGo(stage);
      letPodsGo(new WaitingPods(stage));
      stage.stopOperators();
    }

    var given = given(MANIFEST);
    assertThat(given).containsAll(OF_OWNERS);
    assertThat(NeededRights.ofAll()).containsExactlyInAnyOrderElementsOf(given);
    given.removeAll(OF_OWNERS);
    var used = new TreeSet<>(life.rights());
    used.addAll(rightsToTakeBackByItself());
    used.remove(OF_EVERYBODY);
    assertThat(given).containsExactlyElementsOf(used);
  }

  /** What a failed smoke leads to, with {@code onFailure: Rollback}. */
  private static Set<String> rightsToTakeBackByItself() {
    var life = Lifeline.unlimited();
    try (var stage = new Stage(new Ground.Mock())) {
      stage.operator(life);
      var service = new SmokeOnStage(stage);
      service.verifySeven();
      service.rollOut();
      await().atMost(Stage.PATIENCE).until(() -> smoke(stage).isPresent());
      new PlayedJob(stage.client(), smoke(stage).orElseThrow())
          .starts()
          .fails(Exit.VERIFICATION_FAILED, Reason.SMOKE_FAILED, "Check health: found 500.");
      service.awaitRollback();
      stage.stopOperators();
    }
    return life.rights();
  }

  @Test
  void rightsOfTheWebhookAreKnown() throws IOException {
    assertThat(NeededRights.ofTheWebhook())
        .containsExactlyInAnyOrderElementsOf(given(OF_THE_WEBHOOK));
  }

  private static Optional<Job> smoke(Stage stage) {
    return stage.jobs().stream()
        .filter(job -> job.getMetadata().getLabels().containsKey(Markers.FOLLOW_UP_LABEL))
        .findFirst();
  }

  @Test
  void operatorOfRolloutsUsesWhatItIsGivenBesides() throws IOException {
    var life = Lifeline.unlimited();
    try (var stage = new Stage(new Ground.Mock())) {
      var rollouts = new RolloutsOnStage(stage);
      stage.releaseRollouts();
      stage.operator(life, "one", true);
      rollouts.apply("shop", "7", "blue");
      stage.applyAll("orders");
      stage.awaitJob().starts().verifies("7");
      await().atMost(Stage.PATIENCE).until(() -> !rollouts.isHeld("shop"));
      rollouts.apply("shop", "8", "blue");
      PlayedReplicaSet.ofRollout(stage, "shop").has(1, 1);
      await()
          .atMost(Stage.PATIENCE)
          .until(() -> stage.eventsOf("Rollout", "shop").contains("GateLeak"));
      stage.stopOperators();
    }

    var ofOthers = given(MANIFEST);
    ofOthers.add(OF_EVERYBODY);
    var used = new TreeSet<>(life.rights());
    used.removeAll(ofOthers);
    assertThat(used).containsExactlyElementsOf(given(OF_ROLLOUTS));
    assertThat(NeededRights.ofRollouts()).containsExactlyInAnyOrderElementsOf(given(OF_ROLLOUTS));
  }

  private static void verify(Stage stage, String name) {
    var asksForNothing = name + "-plain";
    stage.applyAll(name);
    stage.apply(Stage.deployment(asksForNothing, name, ""));
    stage.awaitJob().starts().verifies("7");
    await().atMost(Stage.PATIENCE).until(() -> !stage.isHeld(name));
    await().atMost(Stage.PATIENCE).until(() -> !stage.isHeld(asksForNothing));
  }

  /** What has made them remembers it. */
  private static void letPodsGo(WaitingPods pods) {
    pods.pod("set-0", "7", pods.statefulSet("set"));
    pods.pod("agent-x", "7", pods.daemonSet("agent"));
    pods.pod("nightly-1-x", "7", pods.job("nightly-1", pods.cronJob("nightly")));
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> Stream.of("set-0", "agent-x", "nightly-1-x").noneMatch(pods::waits));
  }

  /** Its ReplicaSets are looked at when pods may be of another template than the one let go. */
  private static void leak(Stage stage, String name) {
    stage.apply(Stage.deployment(name, name, "8"));
    PlayedReplicaSet.of(stage, name).has(1, 1);
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> stage.eventsOf("Deployment", name).contains("GateLeak"));
  }

  private static void cancel(Stage stage, String name) {
    stage.apply(Stage.scripts(name + "-sql", "select 1"));
    stage.apply(Stage.migration(name));
    stage.awaitJob();
    var status = stage.awaitStatus(name, now -> now.run() != null);
    var run = Objects.requireNonNull(status.run()).id();
    stage.annotate(name, Markers.CANCEL_ANNOTATION, run);
    stage.awaitStatus(name, now -> now.run() != null && !now.run().underWay());
  }

  private static void takeBack(Stage stage, String name) {
    stage.apply(Stage.scripts(name + "-sql", "select 1"));
    stage.apply(Stage.migration(name));
    stage.awaitJob().starts().verifies("6", "7");
    stage.awaitStatus(name, now -> now.verified() != null);
    var yaml =
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Rollback
        metadata: {name: back}
        spec: {migration: %s, reason: a try, undo: {to: "6"}}
        """
            .formatted(name);
    stage.apply(Serialization.unmarshal(yaml, Rollback.class));
    stage.awaitJob().starts().verifies("6");
    stage.awaitStatus(name, now -> now.phase() == Phase.ROLLED_BACK);
  }

  /** The Job of a Rollback that is gone. */
  private static void letOrphanGo(Stage stage) {
    var job =
        new JobBuilder()
            .withNewMetadata()
            .withName("orphan")
            .withNamespace(stage.namespace())
            .addToLabels(Markers.RUN_LABEL, "run")
            .addToFinalizers(Markers.RUN_FINALIZER)
            .addNewOwnerReference()
            .withApiVersion("drawbridge.dev/v1alpha1")
            .withKind(Rollback.KIND)
            .withName("gone")
            .withUid("gone")
            .withController(true)
            .endOwnerReference()
            .endMetadata()
            .build();
    stage.client().resource(job).create();
    stage.client().resource(job).delete();
    await().atMost(Stage.PATIENCE).until(() -> stage.client().resource(job).get() == null);
  }

  private static Set<String> given(Path manifest) throws IOException {
    try (var stream = Files.newInputStream(manifest)) {
      List<HasMetadata> parts = new KubernetesSerialization().unmarshal(stream);
      return parts.stream()
          .flatMap(RightsIT::rules)
          .flatMap(RightsIT::rights)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Stream<PolicyRule> rules(HasMetadata part) {
    return Stream.of(part)
        .map(one ->
            switch (one) {
              case ClusterRole role -> role.getRules();
              case Role role -> role.getRules();
              default -> List.<PolicyRule>of();
            })
        .flatMap(Collection::stream);
  }

  private static Stream<String> rights(PolicyRule rule) {
    return rule.getApiGroups().stream()
        .flatMap(group ->
            rule.getResources().stream()
                .flatMap(resource ->
                    rule.getVerbs().stream()
                        .map(verb -> new Right(verb, group, resource).toString())));
  }
}
