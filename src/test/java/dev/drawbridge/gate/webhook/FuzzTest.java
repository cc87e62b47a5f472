package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reviews that are broken by chance: each is answered, and none by a defect. */
class FuzzTest {

  private static final int REVIEWS = 10_000;
  private static final Path CASES = Path.of("src/test/resources/gate/cases");

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

  static List<ObjectNode> reviews() throws IOException {
    var reviews = new ArrayList<ObjectNode>();
    try (var folders = Files.list(CASES)) {
      for (var folder : folders.sorted().toList()) {
        var asked = deployment(folder.resolve("in-new.yaml"));
        if (asked != null) {
          var old = deployment(folder.resolve("in-old.yaml"));
          reviews.add(Reviews.of(old, asked, "somebody"));
          reviews.add(Reviews.ofRollout(Reviews.of(old, asked, "somebody")));
        }
      }
    }
    return reviews;
  }

  private static @Nullable Deployment deployment(Path file) throws IOException {
    return Files.exists(file)
        ? Serialization.unmarshal(Files.readString(file), Deployment.class)
        : null;
  }
}
