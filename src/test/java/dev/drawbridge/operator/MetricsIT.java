package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a started operator answers when it is asked for its metrics. */
class MetricsIT {

  private final Stage stage = new Stage(AnyGround.MOCK.start());

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  @Test
  void startedOperatorShowsWhatIsDocumentedAndNothingElse() throws Exception {
    var operator = stage.operator(Lifeline.unlimited());

    var shown = metrics(operator.port());

    var lines = Files.readAllLines(Path.of("docs", "metrics.md")).stream();
    assertThat(new Exposition(shown).rows().values())
        .containsExactlyElementsOf(
            Exposition.rowsOf(lines).filter(row -> !row.contains("_webhook_")).toList());
    assertThat(shown).contains("drawbridge_leader 1.0");
  }

  private static String metrics(int port) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var ask = HttpRequest.newBuilder(URI.create("http://localhost:%d/metrics".formatted(port)));
      return client.send(ask.build(), BodyHandlers.ofString()).body();
    }
  }
}
