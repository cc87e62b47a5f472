package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.act.BreakGlassRight;
import dev.drawbridge.api.Markers;
import dev.drawbridge.cluster.RealApiServer;
import dev.drawbridge.gate.webhook.Registration;
import dev.drawbridge.gate.webhook.Served;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the policies, and the webhook with the guard policies, add to a write of a Deployment in a
 * real API server: the same write with the label and without it, taking turns. Prints; asserts
 * nothing about time.
 */
@Tag("benchmark")
class AdmissionBenchmarkIT {

  private static final int WRITES = Integer.getInteger("benchmark.writes", 400);
  private static final int TO_WARM_UP = 100;
  private static final Pattern OURS =
      Pattern.compile(
          "(?m)^(apiserver_(?:admission_webhook_admission_duration|(?:mutating|validating)_admission_policy_check_duration)"
              + "_seconds_(?:sum|count)\\{[^}]*drawbridge[^}]*\\}) (.*)$");

  @Test
  void writeWithTheLabelBesideTheSameWithout() {
    var policies = RealApiServer.own();
    policies.installGatePolicies();
    var webhooks = RealApiServer.own();
    try (var served = Served.start(new BreakGlassRight(webhooks.client())::isGivenTo)) {
      webhooks.apply(Path.of("src/main/manifests/guard-policy.yaml"));
      new Registration(webhooks.client(), served).apply();
      var subjects = List.of(new Subject("policies", policies), new Subject("webhook", webhooks));
      subjects.forEach(Subject::awaitHeld);
      for (var number = 0; number < TO_WARM_UP + WRITES; number++) {
        subjects.forEach(Subject::write);
      }
      subjects.forEach(Subject::print);
    }
  }

  /** An API server, with what was measured there. */
  private static final class Subject {

    private final String name;
    private final KubernetesClient client;
    private final Deployment labelled;
    private final Deployment unlabelled;
    private final List<Double> with = new ArrayList<>();
    private final List<Double> without = new ArrayList<>();

    Subject(String name, RealApiServer server) {
      this.name = name;
      client = server.clientFor(CaseFolder.ANYBODY);
      var namespace = server.newNamespace();
      labelled = HoldPolicyIT.in(namespace, HoldCase.named("create").asked());
      unlabelled = HoldPolicyIT.in(namespace, HoldCase.named("create").asked());
      unlabelled.getMetadata().setLabels(Map.of("app", "shop"));
    }

    void awaitHeld() {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> isHeld(client.resource(labelled).dryRun().create()));
    }

    private static boolean isHeld(Deployment deployment) {
      return deployment.getMetadata().getAnnotations().containsKey(Markers.HELD_ANNOTATION);
    }

    /** As dry runs: all of admission, and nothing of the disk. */
    void write() {
      with.add(millisOf(labelled));
      without.add(millisOf(unlabelled));
    }

    private double millisOf(Deployment deployment) {
      var start = System.nanoTime();
      var stored = client.resource(deployment).dryRun().create();
      var millis = (System.nanoTime() - start) / 1e6;
      assertThat(isHeld(stored)).isEqualTo(deployment.equals(labelled));
      return millis;
    }

    void print() {
      var labelledMedian = quantile(with, 0.5);
      var unlabelledMedian = quantile(without, 0.5);
      System.out.printf(
          Locale.ROOT,
          "%s: with the label %.2f ms (p99 %.2f), without %.2f ms (p99 %.2f), ratio %.2f%n",
          name,
          labelledMedian,
          quantile(with, 0.99),
          unlabelledMedian,
          quantile(without, 0.99),
          labelledMedian / unlabelledMedian);
      means()
          .forEach((metric, mean) ->
              System.out.printf(Locale.ROOT, "  %s: mean %.3f ms%n", metric, mean));
    }

    private Map<String, Double> means() {
      var found = new TreeMap<String, Double>();
      OURS.matcher(client.raw("/metrics"))
          .results()
          .forEach(line -> found.put(line.group(1), Double.parseDouble(line.group(2))));
      var means = new TreeMap<String, Double>();
      found.forEach((series, sum) -> {
        var count = found.get(series.replace("_sum{", "_count{"));
        if (series.contains("_sum{") && count != null) {
          means.put(series.replace("_sum{", "{"), 1_000 * sum / count);
        }
      });
      return means;
    }

    private static double quantile(List<Double> all, double part) {
      var sorted = all.stream().skip(TO_WARM_UP).sorted().toList();
      return sorted.get((int) Math.min(sorted.size() - 1, part * sorted.size()));
    }
  }
}
