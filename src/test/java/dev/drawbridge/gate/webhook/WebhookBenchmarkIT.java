package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.gate.CaseFolder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long the webhook takes to answer on one processor, beside the same server with an empty
 * handler, taking turns. Prints; asserts nothing about time.
 */
@Tag("benchmark")
class WebhookBenchmarkIT {

  private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 5);
  private static final int IN_A_ROW = 500;
  private static final int TO_WARM_UP = 1_000;
  private static final int AT_ONCE = 8;
  private static final Duration FOR_THROUGHPUT = Duration.ofSeconds(4);

  private final String body = review();

  @Test
  void answersBesideAnEmptyHandler(@TempDir Path certificates) throws Exception {
    var authority = new Authority();
    authority.renew(certificates);
    try (var process = start(certificates);
        var client = client(authority)) {
      var webhook = new Figures("webhook", process.webhookPort(), process);
      var rival = new Figures("empty handler", process.rivalPort(), process);
      webhook.warmUp(client);
      rival.warmUp(client);
      for (var round = 0; round < ROUNDS; round++) {
        webhook.measure(client);
        rival.measure(client);
      }
      webhook.print();
      rival.print();
    }
  }

  private static WebhookProcess start(Path certificates) throws IOException {
    var pinned =
        Files.isExecutable(Path.of("/usr/bin/taskset"))
            ? List.of("/usr/bin/taskset", "-c", "0")
            : List.<String>of();
    return WebhookProcess.start(
        pinned, List.of("-XX:ActiveProcessorCount=1", "-XX:+UseSerialGC", "-Xmx96m"), certificates);
  }

  private static HttpClient client(Authority authority) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(authority.trusted())
        .build();
  }

  private static String review() {
    var folder = CaseFolder.named("cases", "new-schema");
    return Reviews.of(folder.old(Deployment.class), folder.asked(Deployment.class), "somebody")
        .toString();
  }

  /** What was measured of one server. */
  private final class Figures {

    private final List<Double> inARow = new ArrayList<>();
    private final List<Double> throughput = new ArrayList<>();
    private final List<Double> work = new ArrayList<>();
    private final String name;
    private final WebhookProcess process;
    private final HttpRequest request;

    Figures(String name, int port, WebhookProcess process) {
      this.name = name;
      this.process = process;
      request =
          HttpRequest.newBuilder(URI.create("https://127.0.0.1:%d/hold".formatted(port)))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(body))
              .build();
    }

    void measure(HttpClient client) throws Exception {
      for (var number = 0; number < IN_A_ROW; number++) {
        inARow.add(millisOf(client));
      }
      throughput.add(perSecond(client));
    }

    private double millisOf(HttpClient client) {
      var start = System.nanoTime();
      assertThat(Served.send(client, request).statusCode()).isEqualTo(200);
      return (System.nanoTime() - start) / 1e6;
    }

    private double perSecond(HttpClient client) throws Exception {
      var before = process.workedMillis();
      var end = System.nanoTime() + FOR_THROUGHPUT.toNanos();
      try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
        var counts =
            IntStream.range(0, AT_ONCE)
                .mapToObj(number ->
                    threads.submit(() -> {
                      var count = 0;
                      while (System.nanoTime() < end) {
                        millisOf(client);
                        count++;
                      }
                      return count;
                    }))
                .toList();
        var all = 0;
        for (var count : counts) {
          all += count.get();
        }
        work.add((process.workedMillis() - before) / all);
        return all / (double) FOR_THROUGHPUT.toSeconds();
      }
    }

    /** A cold JVM on one processor does not keep up with any rate. */
    void warmUp(HttpClient client) {
      for (var number = 0; number < TO_WARM_UP; number++) {
        millisOf(client);
      }
    }

    void print() {
      System.out.printf(
          Locale.ROOT,
          "%-14s one after another %.2f ms, p99 %.2f; %d at once %.0f/s, each %.2f ms of the processor%n",
          name,
          quantile(inARow, 0.5),
          quantile(inARow, 0.99),
          AT_ONCE,
          quantile(throughput, 0.5),
          quantile(work, 0.5));
    }
  }

  private static double quantile(List<Double> values, double part) {
    var sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.min(sorted.size() - 1, part * sorted.size()));
  }
}
