package dev.drawbridge.operator;

import static dev.drawbridge.operator.Expectations.assertThatNoOtherRunStarts;
import static dev.drawbridge.operator.Expectations.awaitNothingKept;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What an operator makes of a run under way that an earlier version of it has begun. */
@ParameterizedClass
@EnumSource
class OlderVersionIT {

  private static final Path UNDER_WAY = Path.of("src/test/resources/upgrade/run-under-way.yaml");

  private final Stage stage;

  OlderVersionIT(AnyGround ground) {
    stage = new Stage(ground.start());
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  @Test
  void runUnderWayIsFollowedToItsEndAndNotRepeated() throws IOException {
    stage.apply(Stage.scripts("orders-sql", "select 1"));
    stage.apply(Stage.deployment("orders", "orders", "7"));
    var job = new PlayedJob(stage.client(), begin()).starts();
    var run = Objects.requireNonNull(stage.status("orders").run()).id();

    stage.operator(Lifeline.unlimited());
    job.verifies("7");

    var status = stage.awaitStatus("orders", Expectations::isVerifiedAndReleased);
    assertThat(Objects.requireNonNull(status.run()).id()).isEqualTo(run);
    assertThat(stage.isHeld("orders")).isFalse();
    awaitNothingKept(stage, "orders");
    assertThatNoOtherRunStarts(stage, "orders", 1);
  }

  /** As they would be found: the Migration with its status, and the Job that it owns. */
  private Job begin() throws IOException {
    var parts =
        Files.readString(UNDER_WAY)
            .replace("A-NAMESPACE", stage.namespace())
            .replace("A-LATER-TIME", Instant.now().plus(Duration.ofMinutes(30)).toString())
            .split("(?m)^---$", -1);
    var migrations =
        stage
            .client()
            .genericKubernetesResources("drawbridge.dev/v1alpha1", "Migration")
            .inNamespace(stage.namespace());
    var written = Serialization.unmarshal(parts[0], GenericKubernetesResource.class);
    var made = migrations.resource(written).create();
    made.setAdditionalProperty("status", written.getAdditionalProperties().get("status"));
    migrations.resource(made).updateStatus();
    var job = parts[1].replace("OWNER-UID", made.getMetadata().getUid());
    return stage.client().resource(Serialization.unmarshal(job, Job.class)).create();
  }
}
