package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.act.Announcer;
import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.Gated;
import dev.drawbridge.decide.LeakSigns;
import dev.drawbridge.observe.DeploymentReading;
import dev.drawbridge.observe.RunningTemplates;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeakWatchTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  /** Of no server: without signs of a leak nothing is asked. */
  private final KubernetesClient client =
      new KubernetesClientBuilder().withConfig(Config.empty()).build();

  @AfterEach
  void closeTheClient() {
    client.close();
  }

  @Test
  void firstLookAtADeploymentIsNews() {
    var deployment = new DeploymentBuilder().withMetadata(metadata()).build();

    var seen = look(Gated.DEPLOYMENTS, deployment);

    assertThat(seen.isNews()).isTrue();
    assertThat(seen.known()).contains(Optional.empty());
  }

  @Test
  void podIsNotLookedAtBecauseItWaitsOrHasBeenLetGo() {
    var pod = new PodBuilder().withMetadata(metadata()).build();

    var seen = look(Gated.PODS, pod);

    assertThat(seen.isNews()).isFalse();
    assertThat(seen.known()).isEmpty();
  }

  private record Seen(boolean isNews, Optional<Optional<String>> known) {}

  private <R extends HasMetadata> Seen look(Gated<R> kind, R resource) {
    var announcer = new Announcer(client, Clock.systemUTC(), "drawbridge-0");
    var watch = new LeakWatch(new RunningTemplates<>(client, kind), announcer);
    var view = DeploymentReading.view(kind.view(resource)).orElseThrow();
    var pods = DeploymentReading.pods(kind.view(resource));
    var signs = new LeakSigns(view.need(), pods, Optional.empty(), Optional.empty());

    var looked = watch.look(kind.view(resource), signs, NOW);

    assertThat(looked.lookAgain()).isEmpty();
    return new Seen(looked.isNews(), watch.found(view));
  }

  private static ObjectMeta metadata() {
    return new ObjectMetaBuilder()
        .withNamespace("shop")
        .withName("api")
        .withUid("uid")
        .addToLabels(Markers.MIGRATION_LABEL, "orders")
        .build();
  }
}
