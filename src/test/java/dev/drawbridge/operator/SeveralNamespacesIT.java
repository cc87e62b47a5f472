package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An operator that watches two namespaces of three. In all of them everything has the same name.
 */
@ParameterizedClass
@EnumSource
class SeveralNamespacesIT {

  private final AnyGround kind;
  private final Reach reach = new Reach();
  private List<Stage> stages = List.of();
  private @Nullable OperatorProcess operator;

  SeveralNamespacesIT(AnyGround kind) {
    this.kind = kind;
  }

  @BeforeEach
  void applyTheSameEverywhere() {
    var ground = kind.start();
    stages = List.of(new Stage(ground), new Stage(ground), new Stage(ground));
    stages.forEach(stage -> applyAll(stage, "before"));
    operator = operatorOf(ground, Set.of(first().namespace(), second().namespace()));
    stages.forEach(stage -> applyAll(stage, "after"));
  }

  @AfterEach
  void stopTheOperator() {
    if (operator != null) {
      operator.close();
    }
  }

  private OperatorProcess operatorOf(Ground ground, Set<String> namespaces) {
    var client =
        new KubernetesClientBuilder()
            .withConfig(ground.operator())
            .withHttpClientBuilderConsumer(
                builder -> builder.addOrReplaceInterceptor("reach", reach))
            .build();
    var configuration =
        new Configuration(
            "drawbridge:test",
            "IfNotPresent",
            namespaces,
            0,
            true,
            8,
            false,
            "one",
            first().namespace(),
            Optional.empty());
    try {
      var process = new OperatorProcess(configuration, client, Clock.tickMillis(ZoneOffset.UTC));
      process.start();
      return process;
    } catch (IOException portTaken) {
      throw new IllegalStateException(portTaken);
    }
  }

  private static void applyAll(Stage stage, String name) {
    stage.apply(Stage.scripts(name + "-sql", "select 1"));
    stage.apply(Stage.deployment(name, name, "7"));
    stage.apply(Stage.migration(name));
  }

  private Stage first() {
    return stages.getFirst();
  }

  private Stage second() {
    return stages.get(1);
  }

  private Stage unwatched() {
    return stages.getLast();
  }

  private void verifyAll(Stage stage) {
    await().atMost(Stage.PATIENCE).until(() -> stage.jobs().size() == 2);
    stage.awaitJob().starts().verifies("7");
    stage.awaitJob().starts().verifies("7");
    List.of("before", "after")
        .forEach(name -> {
          stage.awaitStatus(name, SeveralNamespacesIT::isVerifiedAndReleased);
          assertThat(stage.isHeld(name)).isFalse();
        });
  }

  @Test
  void watchedNamespacesAreServedAndTheOtherOneIsLeftAlone() {
    verifyAll(first());
    verifyAll(second());

    for (var name : List.of("before", "after")) {
      assertThat(unwatched().status(name).phase()).isNull();
      assertThat(unwatched().status(name).conditions()).isEmpty();
      assertThat(unwatched().find(name).orElseThrow().getFinalizers()).isEmpty();
      assertThat(unwatched().isHeld(name)).isTrue();
      assertThat(unwatched().eventsOf("Deployment", name)).isEmpty();
    }
    assertThat(unwatched().jobs()).isEmpty();
    assertThat(reach.namespaces())
        .containsExactlyInAnyOrder(first().namespace(), second().namespace());
    assertThat(reach.clusterWide()).isEmpty();
  }

  @Test
  void changeInOneNamespaceIsNoChangeInTheOther() {
    verifyAll(first());
    verifyAll(second());

    second().apply(Stage.scripts("before-sql", "select 2"));
    second().awaitJob().starts().verifies("8");

    second().awaitStatus("before", status -> hasVerified(status, "8"));
    await()
        .during(Duration.ofMillis(800))
        .atMost(Duration.ofSeconds(5))
        .until(() -> first().jobs().size() == 2 && hasVerified(first().status("before"), "7"));
  }

  @Test
  void migrationThatIsDeletedInOneNamespaceStillServesInTheOther() {
    verifyAll(first());
    verifyAll(second());
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> first().find("before").orElseThrow().getFinalizers().isEmpty());

    first().client().resource(first().find("before").orElseThrow()).delete();
    stages.subList(0, 2).forEach(stage -> stage.apply(Stage.deployment("later", "before", "7")));

    await().atMost(Stage.PATIENCE).until(() -> !second().isHeld("later"));
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> first().eventsOf("Deployment", "later").contains("RolloutHeld"));
    assertThat(first().isHeld("later")).isTrue();
    assertThat(first().deployment("later").getMetadata().getAnnotations())
        .containsKey(Markers.HELD_ANNOTATION);
  }

  private static boolean hasVerified(MigrationStatus status, String version) {
    return status.phase() == Phase.VERIFIED
        && version.equals(Objects.requireNonNull(status.verified()).version());
  }

  private static boolean isVerifiedAndReleased(MigrationStatus status) {
    return status.phase() == Phase.VERIFIED
        && !status.gates().isEmpty()
        && status.gates().stream().noneMatch(gate -> gate.isHeld());
  }
}
