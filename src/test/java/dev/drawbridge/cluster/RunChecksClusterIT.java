package dev.drawbridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.status.Run;
import dev.drawbridge.report.Reason;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks that are containers of the user's own, in real containers. */
@Tag("cluster")
class RunChecksClusterIT {

  private static final String SCRIPTS =
      """
      migrate:
      - flyway: {inline: {V1__items.sql: "create table items (id int)"}}
      """;

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
   * @param fields of spec beside migrate; %1$s is the image with psql, %2$s that with a shell alone
   */
  private void migrate(String fields) {
    var images = scene.cluster().images();
    scene.migrationOf("orders", SCRIPTS + fields.formatted(images.postgres(), images.app()));
  }

  private static List<String> told(Run run, String phase) {
    return run.timeline().stream()
        .filter(entry -> entry.phase().equals(phase) && !entry.state().equals("Warning"))
        .map(entry -> entry.state() + " " + entry.subject())
        .toList();
  }

  @Test
  void checksBeforeAndAfterTheStepsAreToldInTheirOrder() {
    migrate(
        """
        preflight:
        - {name: quiet, sql: {query: select 0, expect: {equals: 0}}}
        - {name: dry run, run: {image: "%1$s", command: [sh, -c, "psql -Atc 'show default_transaction_read_only' | grep -x on"]}}
        verify:
        - {name: rows, run: {image: "%1$s", command: [psql, -v, ON_ERROR_STOP=1, -c, select count(*) from items]}}
        - {name: none, sql: {query: select count(*) from items, expect: {equals: 0}}}
        """);

    var run = Objects.requireNonNull(scene.awaitVerified("orders").run());

    assertThat(told(run, "preflight"))
        .containsExactly("Found plan", "Passed quiet", "Started dry run", "Passed dry run");
    assertThat(told(run, "verify")).containsExactly("Started rows", "Passed rows", "Passed none");
    assertThat(scene.runPods().getFirst().getSpec().getInitContainers()).hasSize(4);
  }

  @Test
  void exitCodeBeforeTheStepsLeavesAllAsItWas() {
    migrate(
        """
        preflight:
        - {name: dry run, run: {image: "%2$s", command: [sh, -c, "echo 2 rows differ; exit 3"]}}
        """);

    var run = scene.awaitFailed("orders", Reason.PREFLIGHT_FAILED);

    assertThat(run.message())
        .startsWith("Check dry run: found exit code 3, expected exit code 0. It said last: 2 rows")
        .contains("Nothing was applied");
    assertThat(run.logTail()).contains("2 rows differ");
    assertThat(scene.query("select to_regclass('items') is null")).isEqualTo("t");
    assertThat(scene.jobs()).hasSize(1);
  }

  @Test
  void lastLineThatSaysNotOkKeepsTheGateClosed() {
    migrate(
        """
        verify:
        - {name: own test, run: {image: "%2$s", command: [echo, '{"ok": false, "duplicates": 2}']}}
        """);

    var run = scene.awaitFailed("orders", Reason.VERIFICATION_FAILED);

    assertThat(run.message()).contains("duplicates", "the gate stays closed");
    assertThat(scene.history()).isEqualTo("1:true");
  }

  @Test
  void checkKilledForMemoryIsCalledSo() {
    migrate(
        """
        preflight:
        - name: greedy
          run:
            image: "%2$s"
            command: [sh, -c, "head -c 300000000 /dev/zero | tail -c 300000000 >/dev/null"]
            resources: {limits: {memory: 32Mi}}
        """);

    assertThat(scene.awaitFailed("orders", Reason.OUT_OF_MEMORY).message())
        .contains("Check greedy was killed", "Nothing was applied");
  }

  @Test
  void checkThatPrintsAGigabyteIsNoTrouble() {
    migrate(
        """
        preflight:
        - name: loud
          run:
            image: "%2$s"
            command: [sh, -c, "head -c 1000000000 /dev/zero | tr '\\\\0' x; echo; echo '{\\"ok\\": false}'"]
            resources: {limits: {memory: 32Mi}}
        """);

    assertThat(scene.awaitFailed("orders", Reason.PREFLIGHT_FAILED).message())
        .contains("found exit code 0, but it said last");
  }

  @Test
  void checkThatWritesByMistakeIsRefusedByTheDatabase() {
    migrate(
        """
        verify:
        - {name: careless, run: {image: "%1$s", command: [psql, -v, ON_ERROR_STOP=1, -c, insert into items values (1)]}}
        """);

    assertThat(scene.awaitFailed("orders", Reason.VERIFICATION_FAILED).logTail())
        .contains("read-only transaction");
  }

  @Test
  void podThatIsTakenAwayFromACheckIsReplacedAndAsksAgain() {
    migrate(
        """
        verify:
        - name: slow at first
          run:
            image: "%1$s"
            readOnly: false
            command: [sh, -ec]
            args:
            - |
              test "$(psql -Atqc 'insert into items values (1) returning (select count(*) from items)')" != 0 || psql -c 'select pg_sleep(600)'
        """);
    scene.awaitStatement("pg_sleep");
    var first = scene.runPods().getFirst().getMetadata().getName();

    scene.cluster().client().pods().inNamespace(scene.namespace()).withName(first).evict();

    var run = Objects.requireNonNull(scene.awaitVerified("orders").run());
    assertThat(run.attempt()).isEqualTo(2);
    assertThat(scene.history()).isEqualTo("1:true");
    assertThat(scene.query("select count(*) from items")).isEqualTo("2");
  }
}
