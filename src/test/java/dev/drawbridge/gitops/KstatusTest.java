package dev.drawbridge.gitops;

import static dev.drawbridge.gitops.Kstatus.CURRENT;
import static dev.drawbridge.gitops.Kstatus.FAILED;
import static dev.drawbridge.gitops.Kstatus.IN_PROGRESS;
import static dev.drawbridge.gitops.Kstatus.TERMINATING;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.decide.WrittenStatuses;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What those who wait by kstatus make of Migrations and Rollbacks. */
class KstatusTest {

  @ParameterizedTest
  @CsvSource({
    "edited, IN_PROGRESS",
    "missing-config-map, IN_PROGRESS",
    "waiting-for-dependency, IN_PROGRESS",
    "soaking, IN_PROGRESS",
    "queued, IN_PROGRESS",
    "running, IN_PROGRESS",
    "rolling-back, IN_PROGRESS",
    "awaiting-approval, IN_PROGRESS",
    "suspended, IN_PROGRESS",
    "rolled-back, IN_PROGRESS",
    "verified, CURRENT",
    "failed, FAILED",
    "overdue, FAILED",
    "job-refused, FAILED",
    "unsupported-spec, FAILED",
    "rollback-failed, FAILED",
  })
  void migrationIsWaitedForUntilItIsVerifiedOrFails(String what, Kstatus expected) {
    var migration = requireNonNull(WrittenStatuses.migrations().get(what));

    assertThat(Kstatus.of(tree(migration))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "waiting, IN_PROGRESS",
    "queued, IN_PROGRESS",
    "running, IN_PROGRESS",
    "rolled-back, CURRENT",
    "failed, FAILED",
  })
  void rollbackIsWaitedForUntilItIsDoneOrFails(String what, Kstatus expected) {
    var rollback = requireNonNull(WrittenStatuses.rollbacks().get(what));

    assertThat(Kstatus.of(tree(rollback))).isEqualTo(expected);
  }

  @Test
  void whateverIsWrittenIsFinishedOnlyWhenItIsDone() {
    assertThat(WrittenStatuses.conceivable())
        .isNotEmpty()
        .allSatisfy(one -> {
          var status = (ObjectNode) yaml("status: {}");
          var conditions = yaml(Serialization.asJson(one.all()));
          ((ObjectNode) status.path("status")).set("conditions", conditions);
          assertThat(Kstatus.of(status))
              .as(one.toString())
              .isEqualTo(
                  switch (one.outlook()) {
                    case "DONE" -> CURRENT;
                    case "STUCK" -> FAILED;
                    default -> IN_PROGRESS;
                  });
        });
  }

  @Test
  void whatIsBeingDeletedIsWaitedForUntilItIsGone() {
    var migration = (ObjectNode) tree(requireNonNull(WrittenStatuses.migrations().get("verified")));
    ((ObjectNode) migration.path("metadata")).put("deletionTimestamp", "2026-11-21T10:00:00Z");

    assertThat(Kstatus.of(migration)).isEqualTo(TERMINATING);
  }

  /** By the default that the definition gives to the status. */
  @ParameterizedTest
  @ValueSource(strings = {"migrations", "rollbacks"})
  void whatNobodyHasLookedAtYetIsNotFinished(String kind) throws IOException {
    var definition = Files.readString(Path.of("crds", kind + ".drawbridge.dev.yaml"));
    var schema = yaml(definition).at("/spec/versions/0/schema/openAPIV3Schema");
    var resource = (ObjectNode) yaml("metadata: {generation: 1}");
    assertThat(Kstatus.of(resource)).as("without the default").isEqualTo(CURRENT);

    resource.set("status", schema.at("/properties/status/default"));

    assertThat(Kstatus.of(resource)).isEqualTo(IN_PROGRESS);
  }

  private static JsonNode tree(HasMetadata resource) {
    return yaml(Serialization.asJson(resource));
  }

  private static JsonNode yaml(String text) {
    return Serialization.unmarshal(text, JsonNode.class);
  }
}
