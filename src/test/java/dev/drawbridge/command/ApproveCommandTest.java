package dev.drawbridge.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.act.Marks;
import dev.drawbridge.api.Migration;
import dev.drawbridge.sandbox.apiserver.ApiAnswer;
import dev.drawbridge.sandbox.apiserver.ApiRequest;
import dev.drawbridge.sandbox.apiserver.MockApiServer.Registration;
import dev.drawbridge.sandbox.apiserver.Reaction;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan is approved of as it was read, under one name, and nothing else is written. */
class ApproveCommandTest {

  @TempDir Path folder;
  private Caller caller;

  @BeforeEach
  void start() throws IOException {
    caller = Caller.in(folder);
    caller.migration("orders.yaml");
  }

  @AfterEach
  void stop() {
    caller.close();
  }

  private Map<String, String> annotations() {
    return Optional.ofNullable(caller.stored("orders").getMetadata().getAnnotations())
        .orElse(Map.of());
  }

  private void annotate(String name, String value) {
    Marks.write(caller.client(), caller.stored("orders"), Map.of(name, Optional.of(value)));
  }

  @Test
  void planIsShownAndAskedAbout() {
    var outcome = caller.callAndType("y\n", "approve", "orders", "--role", "dba");

    assertThat(outcome.output())
        .startsWith("Plan of Migration default/orders, told 9m ago by run 8c1f2e07: 2 scripts")
        .contains("V8__orders_total.sql", "Digest 5be0d1", "Approval as lead: missing")
        .contains("Approve of this plan as dba? [y/N] ");
    assertThat(annotations()).containsEntry("drawbridge.dev/approve.dba", "5be0d1");
  }

  @Test
  void anythingButYesIsNo() {
    for (var answer : new String[] {"n\n", "\n", "", "yess\n"}) {
      var outcome = caller.callAndType(answer, "approve", "orders", "--role", "dba");

      assertThat(outcome.code()).isOne();
      assertThat(outcome.errors()).isEqualTo("drawbridge approve: Nothing was changed.\n");
    }
    assertThat(annotations()).isEmpty();
  }

  @Test
  void whereNobodyCanBeAskedAnOptionIs() {
    var outcome = caller.call("approve", "orders", "--role", "dba");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.errors()).contains("so nothing was changed: add --digest 5be0d1.");
    assertThat(annotations()).isEmpty();
  }

  @Test
  void digestOfAnotherPlanIsRefused() {
    var outcome = caller.call("approve", "orders", "--role", "dba", "--digest", "0000");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.errors())
        .contains("The plan that waits has the digest 5be0d1 and not 0000, so nothing was changed");
    assertThat(annotations()).isEmpty();
  }

  @Test
  void severalNamesAreNotGuessed() {
    var outcome = caller.call("approve", "orders", "--yes");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.errors()).contains("say which by --role, one of dba, lead.");
    assertThat(annotations()).isEmpty();
  }

  @Test
  void lastOneThatIsMissingNeedsNoName() {
    annotate("drawbridge.dev/approve.dba", "5be0d1");
    annotate("drawbridge.dev/approved-by.dba", "alice");
    try (var _ = answersWhoIAm()) {
      var outcome = caller.call("approve", "orders", "--yes");

      assertThat(outcome.code()).as(outcome.errors()).isZero();
      assertThat(outcome.output())
          .contains("Approval as dba: given by alice")
          .endsWith(
              "Approved by alice as dba, anna as lead. Nobody is missing: the run starts as soon"
                  + " as it has its turn.\n");
    }
    assertThat(annotations())
        .containsEntry("drawbridge.dev/approve.lead", "5be0d1")
        .containsEntry("drawbridge.dev/approved-by.lead", "anna");
  }

  @Test
  void whoIsStillMissingIsTold() {
    try (var _ = answersWhoIAm()) {
      var outcome = caller.call("approve", "orders", "--role", "dba", "--digest", "5be0d1");

      assertThat(outcome.code()).as(outcome.errors()).isZero();
      assertThat(outcome.output()).endsWith("Approved by anna as dba. Still missing: lead.\n");
    }
  }

  @Test
  void nobodyApprovesTwiceUnderOneName() {
    annotate("drawbridge.dev/approve.dba", "5be0d1");
    annotate("drawbridge.dev/approved-by.dba", "alice");

    var outcome = caller.call("approve", "orders", "--role", "dba", "--yes");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.errors())
        .contains("alice has approved as dba already; still missing: lead.");
  }

  /** An API server without the policy: nobody has stood for it, so it is set anew. */
  @Test
  void approvalThatNobodyStandsForIsGivenAnew() {
    annotate("drawbridge.dev/approve.dba", "5be0d1");
    try (var _ = answersWhoIAm()) {
      var outcome = caller.call("approve", "orders", "--role", "dba", "--yes");

      assertThat(outcome.code()).as(outcome.errors()).isZero();
    }
    assertThat(annotations()).containsEntry("drawbridge.dev/approved-by.dba", "anna");
  }

  @Test
  void planThatChangesWhileItIsReadIsNotApproved() {
    var outcome = caller.callAndDo(this::planAnew, "approve", "orders", "--role", "dba");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.errors()).contains("has the digest ffff and not 5be0d1");
    assertThat(annotations()).isEmpty();
  }

  private void planAnew() {
    var now = caller.stored("orders");
    var status = now.statusOrNone();
    var text = Serialization.asYaml(now.withStatus(status));
    var other = Serialization.unmarshal(text.replace("5be0d1", "ffff"), Migration.class);
    caller.client().resource(other).updateStatus();
  }

  @Test
  void othersMayWriteInBetween() {
    caller.callAndDo(
        () -> annotate("example.com/note", "hello"), "approve", "orders", "--role", "dba");

    assertThat(annotations())
        .containsEntry("drawbridge.dev/approve.dba", "5be0d1")
        .containsEntry("example.com/note", "hello");
  }

  @Test
  void whatWaitsForNothingIsNotApproved() throws IOException {
    caller.migration("billing.yaml");

    var outcome = caller.call("approve", "billing", "--yes");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.errors())
        .contains("Migration default/billing does not wait for approval: it is Failed.");
  }

  /** The played API server does not know this question by itself. */
  private Registration answersWhoIAm() {
    return caller
        .server()
        .beforeRequest(
            request -> request.resource().equals("selfsubjectreviews"),
            request -> new Reaction.Answer(new ApiAnswer(201, who(request), Duration.ZERO)));
  }

  private static ObjectNode who(ApiRequest request) {
    var review = JsonNodeFactory.instance.objectNode();
    review.put("apiVersion", "authentication.k8s.io/v1").put("kind", "SelfSubjectReview");
    review.putObject("status").putObject("userInfo").put("username", request.user());
    return review;
  }
}
