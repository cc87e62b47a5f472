package dev.drawbridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.TimelineEntry;
import dev.drawbridge.report.Reason;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Steps of the user's own, in real containers: a shell, and PostgreSQL's own client. */
@Tag("cluster")
class ToolStepsClusterIT {

  private final Scene scene = new Scene(Cluster.shared());

  @BeforeEach
  void secret() {
    scene.secret("orders-db");
  }

  @AfterEach
  void clear() {
    scene.close();
  }

  /**
   * @param fields of spec, beginning with migrate; %1$s is the image with psql, %2$s that with a
   *     shell alone
   */
  private void migrate(String fields) {
    var images = scene.cluster().images();
    scene.migrationOf("orders", fields.formatted(images.postgres(), images.app()));
  }

  private static List<String> told(Run run) {
    return run.timeline().stream()
        .filter(entry -> entry.phase().equals("migrate") && "run".equals(entry.step()))
        .map(entry -> entry.state() + " " + entry.subject())
        .toList();
  }

  @Test
  void psqlConnectsWithoutASecretOfItsOwnAndWritesWhereItMay() {
    migrate(
        """
        migrate:
        - flyway: {inline: {V1__items.sql: "create table items (id int)"}}
        - run:
            image: "%1$s"
            command: [sh, -ec]
            args:
            - |
              touch "$HOME/there" /tmp/there
              echo '{"v":1,"subject":"item rows","state":"Applied"}'
              psql -v ON_ERROR_STOP=1 -c 'insert into items values (1)' -c "create table tool_version as select 'ae10'::text as version_num"
            version: {query: select version_num from tool_version, to: ae10}
        verify:
        - {name: rows, sql: {query: select count(*) from items, expect: {equals: 1}}}
        """);

    var status = scene.awaitVerified("orders");

    var run = Objects.requireNonNull(status.run());
    assertThat(Objects.requireNonNull(status.verified()).version()).isEqualTo("ae10");
    assertThat(told(run)).contains("Applied item rows");
    assertThat(run.timeline())
        .filteredOn(entry -> "image".equals(entry.step()))
        .extracting(TimelineEntry::subject)
        .contains("image of spec.migrate[1]");
    assertThat(scene.runPods().getFirst().getSpec().getInitContainers()).hasSize(2);
  }

  @Test
  void toolThatIsThereAlreadyIsNotStarted() {
    var fields =
        """
        migrate:
        - run:
            image: "%1$s"
            command: [psql, -v, ON_ERROR_STOP=1, -c, "create table tool_version as select 'ae10'::text as version_num"]
            version: {query: select version_num from tool_version, to: ae10}
        """;
    migrate(fields);
    scene.awaitVerified("orders");

    scene.retry("orders");

    var status =
        scene.awaitStatus(
            "orders",
            now -> now.history().size() == 1 && now.run() != null && !now.run().underWay());
    var run = Objects.requireNonNull(status.run());
    assertThat(run.outcome()).as(run.message()).isEqualTo(Run.VERIFIED);
    assertThat(told(run)).singleElement().asString().startsWith("Skipped step 1, psql");
  }

  @Test
  void toolThatFailsIsStartedOnceAndItsOutputIsKept() {
    migrate(
        """
        migrate:
        - run: {image: "%1$s", command: [psql, -c, "create table once ()", -c, "select nonsense"]}
        """);

    var run = scene.awaitFailed("orders", Reason.STEP_FAILED);

    assertThat(run.message()).contains("ended with exit code 1", "stays");
    assertThat(run.logTail()).contains("nonsense");
    assertThat(scene.runPods()).hasSize(1);
  }

  @Test
  void toolThatSaysNotOkHasFailed() {
    migrate(
        """
        migrate:
        - run: {image: "%2$s", command: [echo, '{"ok": false, "duplicates": 2}']}
        """);

    assertThat(scene.awaitFailed("orders", Reason.STEP_FAILED).message()).contains("duplicates");
  }

  @Test
  void toolKilledForMemoryIsCalledSo() {
    migrate(
        """
        migrate:
        - run:
            image: "%2$s"
            command: [sh, -c, "head -c 300000000 /dev/zero | tail -c 300000000 >/dev/null"]
            resources: {limits: {memory: 32Mi}}
        """);

    assertThat(scene.awaitFailed("orders", Reason.OUT_OF_MEMORY).message())
        .contains("more memory than its limit");
  }

  @Test
  void toolThatPrintsAGigabyteIsNoTrouble() {
    migrate(
        """
        migrate:
        - run:
            image: "%2$s"
            command: [sh, -c, "head -c 1000000000 /dev/zero | tr '\\\\0' x; echo; exit 3"]
            resources: {limits: {memory: 32Mi}}
        """);

    assertThat(scene.awaitFailed("orders", Reason.STEP_FAILED).message()).contains("exit code 3");
  }

  @Test
  void imageThatCannotBePulledIsToldWhileTheRunWaits() {
    migrate(
        """
        migrate:
        - run: {image: "registry.invalid/does-not-exist:1", command: [sh]}
        guardrails: {deadline: 45s}
        """);

    assertThat(scene.awaitReason("orders", Reason.IMAGE_NOT_PULLED).message()).contains("step-0");
    assertThat(scene.awaitFailed("orders", Reason.IMAGE_NOT_PULLED).message()).contains("deadline");
  }

  @Test
  void toolThatTakesTooLongIsEndedByTheDeadline() {
    migrate(
        """
        migrate:
        - run: {image: "%2$s", command: [sh, -c, "trap 'exit 9' TERM; while :; do sleep 1; done"]}
        guardrails: {deadline: 20s}
        """);

    scene.awaitFailed("orders", Reason.DEADLINE_EXCEEDED);
  }

  @Test
  void imageMayRunAsRootIfTheStepSaysSo() {
    migrate(
        """
        migrate:
        - run:
            image: "%2$s"
            command: [sh, -c, 'test "$(id -u)" = 0 && touch /written']
            securityContext: {runAsUser: 0, readOnlyRootFilesystem: false}
        """);

    scene.awaitVerified("orders");
  }

  @Test
  void podTakenAwayFromAToolEndsTheRun() {
    migrate(
        """
        migrate:
        - run: {image: "%1$s", command: [psql, -c, "create table once ()", -c, "select pg_sleep(600)"]}
        """);
    scene.awaitStatement("pg_sleep");

    scene.cluster().client().resource(scene.runPods().getFirst()).delete();

    var status = scene.awaitStatus("orders", now -> now.run() != null && !now.run().underWay());
    assertThat(Objects.requireNonNull(status.run()).outcome()).isEqualTo(Run.FAILED);
    assertThat(scene.jobs()).hasSize(1);
  }

  @Test
  void imageOfScriptsIsMountedWholeAndAFolderThatIsNotInItIsRefused() {
    migrate(
        """
        migrate:
        - flyway: {image: {reference: "%2$s", path: /no-such-folder, pullPolicy: IfNotPresent}}
        """);

    assertThat(scene.awaitFailed("orders", Reason.NO_SUCH_FOLDER).message())
        .contains("has no folder /no-such-folder", "Nothing was applied");
  }

  @Test
  void fileInAnImageThatMayNotBeReadIsRefusedByItsName() {
    migrate(
        """
        migrate:
        - flyway: {image: {reference: "%2$s", path: /etc, pullPolicy: IfNotPresent}}
        """);

    assertThat(scene.awaitFailed("orders", Reason.NOT_A_SCRIPT).message())
        .contains("in /etc", "Nothing was applied");
  }
}
