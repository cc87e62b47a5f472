package dev.drawbridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What bad input gets: a reason, a sentence, nothing lost, and a way on. */
@Tag("cluster")
class BadInputClusterIT {

  private static final Duration SECONDS = Duration.ofSeconds(30);
  private static final Map<String, String> ONE_SCRIPT =
      Map.of("V1__one.sql", "create table one ()");

  private final Scene scene = new Scene(Cluster.shared());

  @AfterEach
  void clear() {
    scene.close();
  }

  @Test
  void missingConfigMapIsNamedAndTakenUpWhenItAppears() {
    scene.secret("orders-db");
    scene.migration("orders", "");
    var waiting = scene.awaitReason("orders", Reason.MISSING_CONFIG_MAP);

    scene.scripts("orders-sql", ONE_SCRIPT);

    scene.awaitVerified("orders");
    assertThat(waiting.message()).contains("orders-sql");
  }

  @Test
  void missingSecretIsNamedWithinSecondsAndTakenUpWhenItAppears() {
    scene.scripts("orders-sql", ONE_SCRIPT);
    scene.migration("orders", "");
    await()
        .atMost(SECONDS)
        .until(() ->
            scene.status("orders").conditions().stream()
                .anyMatch(one -> one.reason().equals(Reason.MISSING_SECRET.word())));

    scene.secret("orders-db");

    scene.awaitVerified("orders");
    assertThat(scene.events("Migration"))
        .anyMatch(event -> event.startsWith("MissingSecret: ") && event.contains("orders-db"));
  }

  @Test
  void missingKeyOfTheSecretIsNamed() {
    scene.secret("orders-db", Map.of("username", scene.namespace(), "password", "x"));
    scene.scripts("orders-sql", ONE_SCRIPT);
    scene.migration("orders", "");

    var run = scene.awaitFailed("orders", Reason.MISSING_SECRET_KEY);

    assertThat(run.message()).contains("orders-db");
  }

  @Test
  void imageThatCannotBePulledIsNamedAndTheRunGoesOnWithACorrectedOne() {
    scene.migrate(ONE_SCRIPT, sidecar("drawbridge.invalid/nowhere:1"));
    var waiting = scene.awaitReason("orders", Reason.IMAGE_NOT_PULLED);
    assertThat(waiting.message()).contains("drawbridge.invalid/nowhere:1");

    scene.annotate("orders", "drawbridge.dev/cancel", runId());
    scene.awaitFailed("orders", Reason.CANCELLED);
    scene.migration("orders", sidecar(scene.cluster().images().app()));

    scene.awaitVerified("orders");
  }

  @Test
  void wrongPasswordIsSaidAndACorrectedOneIsTakenUpOnRequest() {
    scene.scripts("orders-sql", ONE_SCRIPT);
    scene.secret("orders-db", connection(scene.cluster().postgres().host(), "not the password"));
    scene.migration("orders", "");
    var failed = scene.awaitFailed("orders", Reason.WRONG_CREDENTIALS);

    scene.secret("orders-db");
    scene.retry("orders");

    scene.awaitVerified("orders");
    assertThat(failed.message()).contains("orders-db").doesNotContain("not the password");
    assertThat(scene.query("select count(*) from flyway_schema_history where version = '1'"))
        .isEqualTo("1");
  }

  @Test
  void unreachableDatabaseIsTriedAgainUntilItAnswers() {
    scene.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: nobody}
        spec: {selector: {app: nobody}, ports: [{port: 5432}]}
        """);
    scene.scripts("orders-sql", ONE_SCRIPT);
    scene.secret(
        "orders-db",
        connection(
            "nobody." + scene.namespace() + ".svc", PostgresPod.password(scene.namespace())));
    scene.migration("orders", "guardrails: {deadline: 40s}");

    var run =
        Objects.requireNonNull(
            scene.awaitStatus("orders", now -> now.run() != null && !now.run().underWay()).run());

    assertThat(run.reason()).as(run.message()).isEqualTo(Reason.UNREACHABLE.word());
    assertThat(run.message()).contains("nobody");
    assertThat(scene.query("select to_regclass('one')")).isEmpty();
  }

  @Test
  void errorInTheThirdOfFiveScriptsIsLocatedAndGoneOnFromThere() {
    var files = new java.util.TreeMap<String, String>();
    for (var number = 1; number <= 5; number++) {
      files.put("V%d__step.sql".formatted(number), "create table t%d ()".formatted(number));
    }
    files.put("V3__step.sql", "create table t3 ();\n\ncreate tabel oops ();\n");
    scene.migrate(files);
    scene.deployment("5", 1);

    var run = scene.awaitFailed("orders", Reason.SCRIPT_FAILED);

    var failure = Objects.requireNonNull(run.failure());
    assertThat(failure.script()).contains("V3__step.sql");
    assertThat(failure.line()).isEqualTo(3);
    assertThat(failure.sqlState()).isEqualTo("42601");
    assertThat(failure.statement()).contains("create tabel oops");
    assertThat(scene.history()).isEqualTo("1:true 2:true");
    assertThat(scene.query("select to_regclass('t3')")).isEmpty();
    assertThat(scene.appPods()).isEmpty();

    files.put("V3__step.sql", "create table t3 ()");
    scene.scripts("orders-sql", files);
    scene.awaitVerified("orders");
    assertThat(scene.history()).isEqualTo("1:true 2:true 3:true 4:true 5:true");
    await().atMost(Scene.PATIENCE).until(() -> !scene.appPods().isEmpty());
  }

  @Test
  void statementThatWaitsForALockFailsAndNamesWhoBlocks() {
    scene.migrate(Map.of("V1__one.sql", "create table one ()"));
    scene.awaitVerified("orders");
    scene.query(
        "alter table one owner to postgres; grant all on one to \"%s\""
            .formatted(scene.namespace()));
    scene.query("alter table one owner to \"%s\"".formatted(scene.namespace()));
    scene
        .cluster()
        .postgres()
        .inBackground(
            scene.namespace(),
            "set application_name = 'nightly report'; begin; lock table one; select pg_sleep(120)");
    await()
        .until(() ->
            !scene.query("select 1 from pg_locks where relation = 'one'::regclass").isEmpty());

    scene.scripts(
        "orders-sql",
        Map.of(
            "V1__one.sql",
            "create table one ()",
            "V2__two.sql",
            "alter table one add column two int"));
    scene.migration("orders", "guardrails: {lockTimeout: 1s, lockRetries: 0}");

    var run = scene.awaitFailed("orders", Reason.LOCK_TIMEOUT);
    assertThat(run.message() + Objects.requireNonNull(run.failure()).hint())
        .contains("nightly report");
    assertThat(scene.history()).isEqualTo("1:true");
  }

  @Test
  void deadlineThatPassesInAStatementRollsItBackAndKeepsThePod() {
    scene.migrate(
        Map.of("V1__one.sql", "create table one (); select pg_sleep(600)"),
        "guardrails: {deadline: 20s, statementTimeout: 30m}");

    var run = scene.awaitFailed("orders", Reason.DEADLINE_EXCEEDED);

    assertThat(run.timeline()).anyMatch(entry -> entry.phase().equals("migrate"));
    assertThat(scene.query("select to_regclass('one')")).isEmpty();
    assertThat(scene.runPods()).hasSize(1);
    assertThat(
            scene.query(
                "select count(*) from pg_stat_activity where query like '%pg_sleep(600)%' and pid <> pg_backend_pid()"))
        .isEqualTo("0");
  }

  @Test
  void runnerWithoutEnoughMemoryIsSaidToHaveBeenKilledForIt() {
    scene.migrate(ONE_SCRIPT, "pod: {resources: {limits: {memory: 20Mi}}}");

    var run = scene.awaitFailed("orders", Reason.CRASHED);

    assertThat(run.message()).contains("more memory than its limit");
  }

  private String runId() {
    return Objects.requireNonNull(scene.status("orders").run()).id();
  }

  private static String sidecar(String image) {
    return """
    pod:
      sidecars:
      - {name: proxy, image: "%s", imagePullPolicy: IfNotPresent, command: [sh, -c, 'trap "exit 0" TERM; while :; do sleep 1; done']}
    """
        .formatted(image);
  }

  private Map<String, String> connection(String host, String password) {
    return Map.of(
        "url", "postgresql://%s:5432/%s".formatted(host, scene.namespace()),
        "username", scene.namespace(),
        "password", password);
  }
}
