package dev.drawbridge.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.sandbox.apiserver.Reaction;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code drawbridge status} prints of a cluster, for people and for programs. */
class StatusCommandTest {

  @TempDir Path folder;
  private Caller caller;

  @BeforeEach
  void start() throws IOException {
    caller = Caller.in(folder);
  }

  @AfterEach
  void stop() {
    caller.close();
  }

  private void storeAll() throws IOException {
    caller.migration("orders.yaml");
    caller.migration("billing.yaml");
    caller.migration("shop.yaml");
    caller.store(Rollback.class, "shop-back.yaml", Rollback::withStatus, Rollback::statusOrNone);
  }

  /** Ages depend on the server's clock. */
  private static String squeezed(String text) {
    return text.replaceAll(" +", " ");
  }

  @Test
  void eachMigrationHasALineWithWhatItWaitsFor() throws IOException {
    storeAll();

    var outcome = caller.call("status");

    assertThat(outcome.code()).as(outcome.errors()).isZero();
    assertThat(squeezed(outcome.output()).lines())
        .containsExactly(
            "NAME PHASE SCHEMA GATES SINCE AGE WAITS FOR",
            "billing Failed - 1 LEAKING, 1 opened by hand 9m 0s somebody: ScriptFailed,"
                + " V22__hardening.sql, line 41",
            "orders AwaitingApproval 7 1 held, 1 released 9m 0s approval by dba, lead",
            "shop RolledBack - - 70m 0s a change, or drawbridge.dev/retry (Rollback shop-back)");
  }

  @Test
  void allNamespacesAreNamed() throws IOException {
    caller.migration("orders.yaml");

    var outcome = caller.call("status", "-A");

    assertThat(squeezed(outcome.output()))
        .startsWith("NAMESPACE NAME PHASE")
        .contains("\ndefault orders AwaitingApproval 7");
  }

  @Test
  void oneHasItsDetails() throws IOException {
    storeAll();

    var outcome = caller.call("status", "orders");

    assertThat(outcome.code()).as(outcome.errors()).isZero();
    assertThat(squeezed(outcome.output()))
        .startsWith("Migration default/orders\n")
        .contains(
            " Phase AwaitingApproval, since 9m (2026-11-21T02:00:02Z)\n",
            " Schema 7, verified 2d ago by run 0a0a0a0a\n",
            " Digest 5be0d1\n",
            " Approval dba: missing\n",
            " Held Deployment shop-api 9m needs schema 9; verified is 7\n",
            " Released Deployment shop-worker 2d needs schema 7");
  }

  @Test
  void lastRollbackIsToldWithWhoAskedForIt() throws IOException {
    storeAll();

    var outcome = caller.call("status", "shop");

    assertThat(squeezed(outcome.output()))
        .contains(
            " Rollback shop-back, RolledBack, by undo, asked for by alice",
            ": duplicate keys\n 2 undo scripts were run; the schema is at 6.\n");
  }

  @Test
  void whoMayNotReadRollbacksIsToldWhatTheMigrationKnows() throws IOException {
    storeAll();
    try (var _ =
        caller
            .server()
            .beforeRequest(
                request -> request.resource().equals("rollbacks"),
                request -> Reaction.refuse(403, "Forbidden", "no"))) {
      var outcome = caller.call("status", "shop");

      assertThat(outcome.code()).isZero();
      assertThat(squeezed(outcome.output()))
          .contains(" Rollback shop-back, RolledBack, by undo, asked for by alice 70m ago");
    }
  }

  @Test
  void programsGetFieldsOfTheSameNames() throws IOException {
    storeAll();

    var all = new JsonMapper().readTree(caller.call("status", "-o", "json").output());
    var one = new JsonMapper().readTree(caller.call("status", "orders", "-o", "json").output());

    assertThat(all.path("version").asInt()).isOne();
    assertThat(all.at("/migrations/1/name").asText()).isEqualTo("orders");
    assertThat(all.at("/migrations/1/waitsFor").asText()).isEqualTo("approval by dba, lead");
    assertThat(one.at("/phase").asText()).isEqualTo("AwaitingApproval");
    assertThat(one.at("/plan/digest").asText()).isEqualTo("5be0d1");
    assertThat(one.at("/approvals/0/name").asText()).isEqualTo("dba");
    assertThat(one.at("/approvals/0").has("by")).isFalse();
    assertThat(one.at("/gates/0/state").asText()).isEqualTo("Held");
  }

  @Test
  void namespaceWithoutMigrationsSaysWhereElseToLook() {
    var outcome = caller.call("status");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.errors())
        .isEqualTo("There are no Migrations in namespace default; -A looks in all of them.\n");
  }

  @Test
  void reportTellsOfARollback() throws IOException {
    storeAll();

    var outcome = caller.call("report", "rollback/shop-back");

    assertThat(outcome.code()).as(outcome.errors()).isZero();
    assertThat(outcome.output())
        .startsWith("Rollback shop-back of Migration default/shop, run 77aa77aa\n")
        .contains("undo to 6, asked for by alice: duplicate keys");
  }

  @Test
  void planOfTheClusterIsShown() throws IOException {
    storeAll();

    var told = caller.call("plan", "orders");
    var none = caller.call("plan", "billing");

    assertThat(told.output())
        .startsWith(
            "Plan of Migration default/orders, told 9m ago by run 8c1f2e07: 2 scripts from 7 to 9,"
                + " data is lost in 1 place.\n")
        .contains("V9__index.sql", "outside a transaction", "Digest 5be0d1\n");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.errors()).contains("has told no plan yet");
  }
}
