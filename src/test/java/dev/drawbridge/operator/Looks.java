package dev.drawbridge.operator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;

/** How many looks an operator has taken, as its metrics tell. */
record Looks(String metrics) {

  private static final Pattern COUNT =
      Pattern.compile(
          "(?m)^operator_sdk_controllers_execution_reconcile_seconds_count\\{([^}]*)\\} (\\S+)$");

  /** Read now from the operator at this port; none if it does not answer yet. */
  static Looks at(int port) {
    var uri = URI.create("http://127.0.0.1:%d/metrics".formatted(port));
    try (var http = HttpClient.newHttpClient()) {
      return new Looks(
          http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body());
    } catch (IOException notYet) {
      return new Looks("");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Looks("");
    }
  }

  /** Those of the loop of this name. */
  long of(String loop) {
    return (long)
        COUNT
            .matcher(metrics)
            .results()
            .filter(sample -> sample.group(1).contains("controller=\"" + loop + "\""))
            .mapToDouble(sample -> Double.parseDouble(sample.group(2)))
            .sum();
  }

  /** What one of the operator's own metrics says, by its name and labels. */
  double value(String nameAndLabels) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(nameAndLabels + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(nameAndLabels.length() + 1)))
        .sum();
  }
}
