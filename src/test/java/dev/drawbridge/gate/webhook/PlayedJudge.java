package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.gate.Decision;
import dev.drawbridge.gate.HoldRule;
import dev.drawbridge.gate.Write;
import dev.drawbridge.gate.pod.PodRules;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** A reviewer whose judge decides as a test says, and what the two were asked. */
final class PlayedJudge {

  static final Deployment SHOP =
      new DeploymentBuilder()
          .withNewMetadata()
          .withName("shop")
          .endMetadata()
          .withNewSpec()
          .endSpec()
          .build();

  private final List<Write> writes = new ArrayList<>();
  private final List<String> rightsAsked = new ArrayList<>();

  /** What was to be judged. */
  List<Write> writes() {
    return writes;
  }

  /** Whose rights were looked up for which Migration. */
  List<String> rightsAsked() {
    return rightsAsked;
  }

  JsonNode review(ObjectNode review, Function<Deployment, Decision> decision) {
    var reply = reply(review.toString(), decision);
    assertThat(reply.code()).as(reply.body()).isEqualTo(200);
    assertThat(reply.contentType()).isEqualTo("application/json");
    return Reviews.json(reply.body());
  }

  static ObjectNode review() {
    return Reviews.of(null, SHOP, "somebody");
  }

  Reply reply(String body, Function<Deployment, Decision> decision) {
    try {
      var bytes = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
      return reviewer(decision).review(Task.HOLD, bytes);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  Reviewer reviewer(Function<Deployment, Decision> decision) {
    Consumer<Write> note = writes::add;
    Function<Write, Decision> judge =
        write -> {
          note.accept(write);
          return decision.apply(write.asked());
        };
    return new Reviewer(
        new Judges(judge, judge, PodRules.of(HoldRule.OPERATOR)),
        (user, namespace, migration) ->
            rightsAsked.add(
                "%s %s %s %s"
                    .formatted(user.getUsername(), user.getGroups(), namespace, migration)));
  }

  static Decision allowed(Deployment stored) {
    return new Decision.Allowed(stored, List.of());
  }

  static Deployment paused(Deployment deployment) {
    return new DeploymentBuilder(deployment).editSpec().withPaused(true).endSpec().build();
  }

  static ObjectNode request(ObjectNode review) {
    return (ObjectNode) review.get("request");
  }
}
