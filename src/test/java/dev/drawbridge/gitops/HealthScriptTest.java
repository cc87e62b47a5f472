package dev.drawbridge.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.RollbackStatus;
import dev.drawbridge.decide.WrittenStatuses;
import dev.drawbridge.decide.WrittenStatuses.Conceivable;
import dev.drawbridge.gitops.HealthScript.Health;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Argo CD shows of Migrations and Rollbacks. */
class HealthScriptTest {

  /** One line of a health_test.yaml. */
  record Case(HealthScript script, String input, Health expected) {

    @Override
    public String toString() {
      return script.folder().getFileName() + "/" + input;
    }
  }

  static Stream<Case> cases() throws IOException {
    return Stream.concat(cases("Migration"), cases("Rollback"));
  }

  private static Stream<Case> cases(String kind) throws IOException {
    var script = HealthScript.of(kind);
    var table = tree(Files.readString(script.folder().resolve("health_test.yaml")));
    return StreamSupport.stream(table.path("tests").spliterator(), false)
        .map(test ->
            new Case(
                script,
                test.path("inputPath").textValue(),
                new Health(
                    test.at("/healthStatus/status").textValue(),
                    test.at("/healthStatus/message").textValue())));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void resourceHasTheHealthOfTheTable(Case one) throws IOException {
    var resource = tree(Files.readString(one.script().folder().resolve(one.input())));

    assertThat(one.script().judge(resource)).isEqualTo(one.expected());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Migration", "Rollback"})
  void eachFileOfTestDataIsInTheTable(String kind) throws IOException {
    var folder = HealthScript.of(kind).folder();
    try (var files = Files.list(folder.resolve("testdata"))) {
      assertThat(files.map(file -> folder.relativize(file).toString()))
          .containsExactlyInAnyOrderElementsOf(cases(kind).map(Case::input).toList());
    }
  }

  @Test
  void eachPhaseThatIsWrittenIsAmongTheTestData() {
    var ofMigrations =
        WrittenStatuses.migrations().values().stream().map(one -> one.statusOrNone().phase());
    var ofRollbacks =
        WrittenStatuses.rollbacks().values().stream().map(one -> one.statusOrNone().phase());

    assertThat(Stream.concat(ofMigrations, ofRollbacks))
        .containsAll(Arrays.stream(Phase.values()).filter(one -> one != Phase.UNKNOWN).toList());
  }

  @Test
  void whateverIsWrittenHasTheHealthOfItsKind() {
    var script = HealthScript.of("Migration").text();

    assertThat(WrittenStatuses.conceivable())
        .isNotEmpty()
        .allSatisfy(one ->
            assertThat(HealthScript.judge(script, migration(one)))
                .as(one.toString())
                .isEqualTo(new Health(health(one), "Why it is so.")));
  }

  @Test
  void whateverIsWrittenOfARollbackHasTheHealthOfItsKind() {
    var script = HealthScript.of("Rollback").text();

    assertThat(WrittenStatuses.conceivable())
        .isNotEmpty()
        .allSatisfy(one -> {
          var health = HealthScript.judge(script, rollback(one));
          assertThat(health.status()).as(one.toString()).isEqualTo(healthOfRollback(one));
          assertThat(health.message()).isEqualTo("Why it is so.");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"Migration", "Rollback"})
  void conditionWithoutAMessageSaysItsReason(String kind) {
    var resource =
        tree(
            """
            metadata: {}
            status:
              conditions:
              - {type: Ready, status: "True", reason: Fine}
            """);

    assertThat(HealthScript.of(kind).judge(resource)).isEqualTo(new Health("Healthy", "Fine"));
  }

  private static String health(Conceivable one) {
    return one.outlook().equals("AT_REST") ? healthAtRest(one.phase()) : healthOfRollback(one);
  }

  private static String healthAtRest(Phase phase) {
    return switch (phase) {
      case AWAITING_APPROVAL, SUSPENDED -> "Suspended";
      case ROLLED_BACK -> "Degraded";
      case PENDING, QUEUED, RUNNING, VERIFIED, FAILED, UNKNOWN -> "Progressing";
    };
  }

  private static String healthOfRollback(Conceivable one) {
    return switch (one.outlook()) {
      case "DONE" -> "Healthy";
      case "STUCK" -> "Degraded";
      default -> "Progressing";
    };
  }

  private static JsonNode migration(Conceivable one) {
    return tree(
        new Migration()
            .withStatus(
                new MigrationStatus(
                    1L,
                    one.phase(),
                    one.all(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    null)));
  }

  private static JsonNode rollback(Conceivable one) {
    return tree(
        new Rollback()
            .withStatus(
                new RollbackStatus(
                    1L, one.phase(), one.all(), null, null, List.of(), null, List.of())));
  }

  private static JsonNode tree(HasMetadata resource) {
    return tree(Serialization.asJson(resource));
  }

  private static JsonNode tree(String yaml) {
    return Serialization.unmarshal(yaml, JsonNode.class);
  }

  /** So that a test of all is one of all. */
  @Test
  void conceivableStatusesAreOfAllKinds() {
    assertThat(WrittenStatuses.conceivable().map(Conceivable::outlook))
        .containsAll(Set.of("DONE", "GOING_ON", "STUCK", "AT_REST"));
  }
}
