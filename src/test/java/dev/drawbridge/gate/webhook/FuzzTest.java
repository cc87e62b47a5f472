package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.gate.CaseFolder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reviews that are broken by chance: each is answered, and none by a defect. */
class FuzzTest {

  private static final int REVIEWS = 10_000;

  private final ReviewHandler handler =
      new ReviewHandler(
          new Reviewer(Served.JUDGES, (user, namespace, migration) -> false),
          new Bodies(Duration.ofSeconds(2)),
          (verdict, took) -> {});

  @Test
  void everyBrokenReviewIsAnswered() throws Exception {
    var reviews = reviews();
    var codes = new TreeMap<String, Integer>();
    for (var seed = 0; seed < REVIEWS; seed++) {
      var body = new Mutations(seed).of(reviews.get(seed % reviews.size()));
      var exchange = new PlayedExchange("POST", seed % 2 == 0 ? "/hold" : "/check", body);

      handler.handle(exchange);

      codes.merge(outcome(seed, exchange), 1, Integer::sum);
    }
    assertThat(codes.keySet()).containsExactly("200 false", "200 true", "400");
    assertThat(codes.values()).allSatisfy(count -> assertThat(count).isGreaterThan(500));
  }

  private static String outcome(int seed, PlayedExchange exchange) {
    if (exchange.getResponseCode() != 200) {
      assertThat(exchange.answer()).as("seed %d", seed).startsWith("Drawbridge's webhook: ");
      assertThat(exchange.getResponseCode()).as("seed %d", seed).isNotEqualTo(500);
      return Integer.toString(exchange.getResponseCode());
    }
    var response = Reviews.json(exchange.answer()).path("response");
    assertThat(response.path("uid").asText()).as("seed %d", seed).isNotEmpty();
    assertThat(response.path("allowed").isBoolean()).as("seed %d", seed).isTrue();
    return "200 " + response.path("allowed").asBoolean();
  }

  static List<ObjectNode> reviews() {
    var deployments = CaseFolder.all("cases").stream().map(FuzzTest::review).toList();
    var rollouts = deployments.stream().map(ObjectNode::deepCopy).map(Reviews::ofRollout);
    var pods = CaseFolder.all("pod-cases").stream().map(FuzzTest::review);
    return Stream.of(deployments.stream(), rollouts, pods).flatMap(all -> all).toList();
  }

  private static ObjectNode review(CaseFolder folder) {
    return Reviews.of(
        folder.old(HasMetadata.class), folder.asked(HasMetadata.class), folder.user());
  }
}
