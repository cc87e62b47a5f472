package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.PastRun;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.sandbox.postgres.Postgres;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Migration that waits for sign-off, from end to end: operator, runner, database are the real
 * ones.
 */
class ApprovalIT {

  private static final String SPEC =
      """
      approval: Required
      approvals: [dba, lead]
      migrate:
      - flyway: {inline: {V1__items.sql: "create table items (id int)"}}
      """;

  @TempDir Path folder;
  private Stage stage;
  private Postgres.Database database;

  @BeforeEach
  void start() throws Exception {
    stage = Stage.open(folder);
    database = stage.database("shop", "shop");
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  private void approve(String name, String digest, String user) {
    stage.approve("shop", name, digest, user);
  }

  private MigrationStatus awaitPlan(int runs) {
    return stage.await(
        "shop",
        status -> status.phase() == Phase.AWAITING_APPROVAL && status.history().size() == runs - 1);
  }

  private boolean hasItems() throws Exception {
    try (var connection = database.connect();
        var found = connection.getMetaData().getTables(null, null, "items", null)) {
      return found.next();
    }
  }

  @Test
  void nothingIsAppliedBeforeAllHaveSigned() throws Exception {
    stage.migrate("shop", SPEC);

    var waiting = awaitPlan(1);
    var plan = Objects.requireNonNull(waiting.plan());
    assertThat(Stage.run(waiting).outcome()).isEqualTo(Run.PLANNED);
    assertThat(plan.scripts()).extracting(script -> script.file()).containsExactly("V1__items.sql");
    assertThat(waiting.verified()).isNull();
    assertThat(hasItems()).isFalse();

    approve("dba", plan.digest(), "alice");
    var half = stage.await("shop", status -> ready(status).contains("approved by alice as dba"));
    assertThat(ready(half)).startsWith("The plan waits for approval by lead (");
    assertThat(hasItems()).isFalse();

    approve("lead", plan.digest(), "lee");
    var done = stage.awaitEnd("shop", 2);

    assertThat(done.phase()).as(done.toString()).isEqualTo(Phase.VERIFIED);
    assertThat(Stage.run(done).approvedBy()).isEqualTo("alice as dba, lee as lead");
    assertThat(done.history()).extracting(PastRun::outcome).containsExactly(Run.PLANNED);
    assertThat(hasItems()).isTrue();
  }

  @Test
  void approvalDoesNotHoldForWhatIsAddedLater() throws Exception {
    stage.migrate("shop", SPEC);
    var digest = Objects.requireNonNull(awaitPlan(1).plan()).digest();
    stage.migrate("shop", SPEC.replace("(id int)", "(id int, name text)"));
    var other = awaitPlan(2);
    assertThat(Objects.requireNonNull(other.plan()).digest()).isNotEqualTo(digest);

    approve("dba", digest, "alice");
    approve("lead", digest, "lee");

    stage.await("shop", status -> ready(status).contains("approve.lead is of another plan."));
    assertThat(hasItems()).isFalse();
  }

  private static String ready(MigrationStatus status) {
    return status.conditions().stream()
        .filter(one -> one.type().equals("Ready"))
        .map(one -> String.valueOf(one.message()))
        .findFirst()
        .orElse("");
  }
}
