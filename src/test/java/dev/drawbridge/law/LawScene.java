package dev.drawbridge.law;

import static org.awaitility.Awaitility.await;

import dev.drawbridge.act.Release;
import dev.drawbridge.api.Migration;
import dev.drawbridge.decide.Gated;
import dev.drawbridge.decide.Need;
import dev.drawbridge.decide.ReleaseRule;
import dev.drawbridge.gate.Write;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One sequence in a namespace of its own: steps of people and of the operator's code. */
final class LawScene implements Past, AutoCloseable {

  private static final String NAME = "shop";
  private static final String REVISION = "deployment.kubernetes.io/revision";
  private static final Set<Integer> REFUSALS = Set.of(403, 409, 422);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Controlled cluster;
  private final String namespace;
  private final PodBirths births;
  private final StoredMigrations migrations;
  private final List<Deployment> history = new ArrayList<>();
  private final List<Step> story = new ArrayList<>();
  private @Nullable Version current;

  LawScene(Controlled cluster) {
    this.cluster = cluster;
    namespace = cluster.newNamespace();
    births = new PodBirths(cluster.administrator(), namespace);
    migrations = new StoredMigrations(cluster.administrator(), namespace);
  }

  List<Step> story() {
    return story;
  }

  void perform(Step any) {
    var step = adapted(any);
    switch (step.kind()) {
      case WRITE -> write(step);
      case CREATE -> create(Manifest.of(step.number()), step);
      case CREATE_WITHOUT_LABEL -> create(Changes.labelled(Manifest.of(step.number()), ""), step);
      case MIGRATION_APPLIED,
          SCRIPTS_CHANGED,
          MIGRATION_RUNS,
          MIGRATION_VERIFIED,
          MIGRATION_FAILED,
          MIGRATION_ROLLED_BACK,
          MIGRATION_BEING_DELETED,
          MIGRATION_GONE ->
          migrations.perform(step);
      case OPERATOR_LOOKS, OPERATOR_LETS_GO, OPERATOR_LOOKS_AND_LETS_GO -> release();
      case RESTORE_A_COPY,
          DELETE,
          DELETE_SLOWLY,
          OPERATOR_DIES,
          OPERATOR_STARTS,
          OPERATOR_SEES_DEPLOYMENT,
          OPERATOR_SEES_MIGRATIONS,
          CONTROLLER_ACTS,
          REPLICA_SETS_ACT,
          POD_DIES -> {
        return;
      }
    }
    story.add(step);
  }

  /** No other webhook is there, and no template asks for nothing. */
  private static Step adapted(Step step) {
    var number = step.number() % 7 == 6 ? step.number() - 1 : step.number();
    return new Step(
        step.kind(), step.hand(), number, step.mayBreakGlass(), Step.Meddling.NONE, false);
  }

  private void create(Deployment manifest, Step step) {
    if (current == null) {
      var asked = in(namespace, manifest);
      stored(null, asked, cluster.writer(step).resource(asked).create(), step);
    }
  }

  private void write(Step step) {
    if (current == null) {
      return;
    }
    var old = new Version(read(), current.granted(), current.pausedByPeople());
    var asked = step.hand().write(old.deployment(), this, step.number());
    if (asked.equals(old.deployment())) {
      return;
    }
    asked.getMetadata().setResourceVersion(null);
    try {
      stored(old, asked, write(asked, step.hand().part, cluster.writer(step)), step);
    } catch (KubernetesClientException refused) {
      if (!REFUSALS.contains(refused.getCode())) {
        throw refused;
      }
    }
  }

  private Deployment write(Deployment asked, Write.Part part, KubernetesClient writer) {
    return switch (part) {
      case OBJECT -> writer.resource(asked).update();
      case STATUS -> writer.resource(asked).updateStatus();
      case SCALE -> {
        the(writer).scale(asked.getSpec().getReplicas());
        yield read();
      }
    };
  }

  private void stored(@Nullable Version old, Deployment asked, Deployment stored, Step step) {
    remember(new Truth(old, asked, stored, step).version(), stored);
  }

  private void remember(Version version, Deployment since) {
    if (!version.isHeld() && version.isPaused() != version.pausedByPeople()) {
      throw new BrokenLaw("its pause is not as people left it, after " + story);
    }
    current = version;
    history.add(version.deployment());
    if (version.granted()) {
      births.allow(version.template(), since);
    }
  }

  /** As the operator does: true if it is not held afterwards. */
  private boolean release() {
    if (current == null || !current.isHeld()) {
      return true;
    }
    var before = read();
    var isOpen = Need.of(before).filter(this::isOpen).isPresent();
    if (!isReleased()) {
      return false;
    }
    if (!isOpen) {
      throw new BrokenLaw("it was let go, and what it needs is not verified, after " + story);
    }
    remember(new Version(read(), true, current.pausedByPeople()), before);
    return true;
  }

  private boolean isReleased() {
    try {
      return new Release<>(cluster.operator(), Gated.DEPLOYMENTS).release(namespace, NAME);
    } catch (KubernetesClientException conflict) {
      if (conflict.getCode() == 409) {
        return false;
      }
      throw conflict;
    }
  }

  private boolean isOpen(Need need) {
    var found =
        cluster
            .administrator()
            .resources(Migration.class)
            .inNamespace(namespace)
            .withName(need.migration())
            .get();
    return ReleaseRule.judge(need, namespace, Optional.ofNullable(found)).isOpen();
  }

  /** What the Deployment needs is verified: it is let go, and rolls out. */
  void comeToRest() {
    if (current == null) {
      return;
    }
    Need.of(current.deployment()).ifPresent(need -> migrations.verifyAll(need.migration()));
    await("release").atMost(PATIENCE).until(this::release);
    var last = current;
    if (!last.isPaused()) {
      await("rollout")
          .atMost(PATIENCE)
          .until(() -> births.living(last.template()) == last.replicas());
    }
  }

  List<String> podsThatNobodyAllowed() {
    return births.notAllowed();
  }

  @Override
  public Deployment undone(Deployment stored) {
    var now = PodBirths.marks(stored.getSpec().getTemplate().getMetadata());
    return cluster
        .administrator()
        .apps()
        .replicaSets()
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream()
        .filter(set -> !PodBirths.marks(set.getSpec().getTemplate().getMetadata()).equals(now))
        .max(Comparator.comparingLong(LawScene::revision))
        .map(set -> undone(stored, set))
        .orElse(stored);
  }

  private static Deployment undone(Deployment stored, ReplicaSet set) {
    var template = set.getSpec().getTemplate();
    template.getMetadata().getLabels().remove("pod-template-hash");
    return Changes.undone(stored, template, set.getMetadata().getAnnotations());
  }

  private static long revision(ReplicaSet set) {
    return Long.parseLong(set.getMetadata().getAnnotations().getOrDefault(REVISION, "0"));
  }

  @Override
  public Deployment anyCopy(int number) {
    return history.get(number * 7 % history.size());
  }

  private Deployment read() {
    return the(cluster.administrator()).get();
  }

  private RollableScalableResource<Deployment> the(KubernetesClient client) {
    return client.apps().deployments().inNamespace(namespace).withName(NAME);
  }

  private static Deployment in(String namespace, Deployment manifest) {
    return new DeploymentBuilder(manifest)
        .editMetadata()
        .withNamespace(namespace)
        .endMetadata()
        .build();
  }

  @Override
  public void close() {
    births.close();
    cluster.administrator().namespaces().withName(namespace).delete();
  }
}
