package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The largest objects that an API server stores, several at once, in the operator's memory. */
class MemoryWebhookIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int AT_ONCE = 8;

  /** The operator itself lives in the rest of its 96 MiB. */
  private static final String SHARE = "-Xmx72m";

  private final List<String> bodies =
      List.of(review(MemoryWebhookIT::withOneLargeText), review(MemoryWebhookIT::withMuchToSay));

  @Test
  void manyLargeReviewsAtOnceAreAllAnswered(@TempDir Path certificates) throws Exception {
    var authority = new Authority();
    authority.renew(certificates);
    try (var process = WebhookProcess.start(List.of(), options(), certificates);
        var client = client(authority)) {
      var answers =
          IntStream.range(0, AT_ONCE)
              .mapToObj(number -> request(process, bodies.get(number % bodies.size())))
              .map(request -> answer(client, request))
              .toList();

      assertThat(answers)
          .allSatisfy(answer ->
              assertThat(answer).succeedsWithin(PATIENCE).asString().contains("\"allowed\":true"));
      assertThat(process.isAlive()).isTrue();
    }
  }

  /** A webhook that has no room at the moment says so; whoever wrote the object tries again. */
  private static CompletableFuture<String> answer(HttpClient client, HttpRequest request) {
    return client
        .sendAsync(request, BodyHandlers.ofString())
        .thenCompose(answer ->
            answer.statusCode() == 503
                ? answer(client, request)
                : CompletableFuture.completedFuture(answer.body()));
  }

  private static HttpRequest request(WebhookProcess process, String body) {
    return HttpRequest.newBuilder(
            URI.create("https://127.0.0.1:%d/hold".formatted(process.webhookPort())))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static HttpClient client(Authority authority) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(authority.trusted())
        .build();
  }

  /** Those with which the image starts the operator, without what is in the image. */
  private static List<String> options() throws IOException {
    return Stream.concat(
            Files.readAllLines(Path.of("src/main/jvm/operator")).stream()
                .filter(line -> line.startsWith("-X") && !line.startsWith("-XX:AOTCache")),
            Stream.of(SHARE))
        .toList();
  }

  private static String review(Consumer<ObjectNode> enlarge) {
    var review = WebhookUnderTest.review();
    var object = (ObjectNode) review.at("/request/object");
    enlarge.accept(object);
    ((ObjectNode) review.get("request")).set("oldObject", object.deepCopy());
    return review.toString();
  }

  private static void withOneLargeText(ObjectNode object) {
    ((ObjectNode) object.get("metadata"))
        .withObjectProperty("annotations")
        .put("example.com/large", "x".repeat(3 << 20));
  }

  private static void withMuchToSay(ObjectNode object) {
    var variables =
        ((ObjectNode) object.at("/spec/template/spec/containers/0")).withArrayProperty("env");
    for (var number = 0; number < 15_000; number++) {
      variables.addObject().put("name", "V" + number).put("value", "x".repeat(180));
    }
  }
}
