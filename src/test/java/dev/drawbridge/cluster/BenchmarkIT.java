package dev.drawbridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.cluster.Sightings.Sight;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What Drawbridge costs in time, beside what one does without it, on the same cluster, image and
 * database, taking turns. Prints; asserts nothing about time.
 */
@Tag("benchmark")
class BenchmarkIT {

  private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 7);
  private static final int SCRIPTS = 10;

  private final Cluster cluster = Cluster.shared();
  private final Random random = new Random(SCRIPTS);
  private final Map<String, List<Double>> figures = new TreeMap<>();

  @Test
  void migrationAndRolloutBesideABareJob() {
    var template = warmUp();
    var ways =
        new ArrayList<Runnable>(
            List.of(this::withDrawbridge, () -> byHand(template), () -> byPolling(template)));
    for (var round = 0; round < ROUNDS; round++) {
      for (var way : ways) {
        anyMoment();
        way.run();
      }
      // None of them always comes after the same other one.
      Collections.rotate(ways, 1);
    }
    assertThat(figures).allSatisfy((name, values) -> assertThat(values).hasSize(ROUNDS));
    print();
  }

  /**
   * The kubelet looks at its containers once a second: no way shall always meet it early or late.
   */
  private void anyMoment() {
    await().pollDelay(Duration.ofMillis(random.nextInt(1000))).until(() -> true);
  }

  /** Every image has been on the node, and every class of the operator has been loaded. */
  private Job warmUp() {
    try (var scene = new Scene(cluster)) {
      scene.migrate(scripts());
      scene.awaitVerified("orders");
      return bare(scene.jobs().getFirst());
    }
  }

  private void withDrawbridge() {
    try (var scene = new Scene(cluster);
        var sightings = new Sightings(scene)) {
      var start = System.nanoTime();
      scene.migrate(scripts());
      scene.deployment("10", 1);
      var verified = sightings.await(Sight.VERIFIED);
      note("apply to Verified", start, verified);
      note("Verified to released", verified, sightings.await(Sight.RELEASED));
      note("apply to application, with Drawbridge", start, sightings.await(Sight.APP_RUNNING));
    }
  }

  private void byHand(Job template) {
    try (var scene = new Scene(cluster);
        var sightings = new Sightings(scene)) {
      var start = System.nanoTime();
      inputs(scene);
      scene.cluster().client().resource(template).inNamespace(scene.namespace()).create();
      note("apply to Complete of the bare Job", start, sightings.await(Sight.JOB_COMPLETE));
      scene.apply(application(scene, ""));
      note("apply to application, by kubectl wait", start, sightings.await(Sight.APP_RUNNING));
    }
  }

  private void byPolling(Job template) {
    try (var scene = new Scene(cluster);
        var sightings = new Sightings(scene)) {
      var start = System.nanoTime();
      inputs(scene);
      scene.cluster().client().resource(template).inNamespace(scene.namespace()).create();
      scene.apply(application(scene, polling(scene)));
      note("apply to application, by polling", start, sightings.await(Sight.APP_RUNNING));
    }
  }

  private static void inputs(Scene scene) {
    scene.secret("orders-db");
    scene.scripts("orders-sql", scripts());
  }

  /** The same pod, without anything by which Drawbridge would know the Job. */
  private static Job bare(Job job) {
    var template = job.getSpec().getTemplate();
    template.setMetadata(new ObjectMetaBuilder().build());
    return new JobBuilder()
        .withMetadata(new ObjectMetaBuilder().withName("bare").build())
        .withNewSpec()
        .withBackoffLimit(0)
        .withTemplate(template)
        .endSpec()
        .build();
  }

  private static Map<String, String> scripts() {
    var scripts = new TreeMap<String, String>();
    for (var number = 1; number <= SCRIPTS; number++) {
      scripts.put(
          "V%d__table.sql".formatted(number),
          "create table t%d (id bigint primary key, name text)".formatted(number));
    }
    return scripts;
  }

  private static String application(Scene scene, String more) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: orders}
    spec:
      selector: {matchLabels: {app: orders}}
      template:
        metadata: {labels: {app: orders}}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - {name: app, image: "%s", imagePullPolicy: IfNotPresent, command: [sleep, "1000000"]}
    """
            .formatted(scene.cluster().images().app())
        + more;
  }

  private static String polling(Scene scene) {
    var question = "select 1/count(*) from flyway_schema_history where version = '10' and success";
    return """
          initContainers:
          - name: wait
            image: "%s"
            imagePullPolicy: IfNotPresent
            command: [sh, -c, 'until psql "postgresql://%s:%s@%s:5432/%s" -c "$QUESTION"; do sleep 1; done']
            env: [{name: QUESTION, value: "%s"}]
    """
        .formatted(
            scene.cluster().images().postgres(),
            scene.namespace(),
            PostgresPod.password(scene.namespace()),
            scene.cluster().postgres().host(),
            scene.namespace(),
            question);
  }

  private void note(String name, long from, long to) {
    figures.computeIfAbsent(name, unknown -> new ArrayList<>()).add((to - from) / 1e9);
  }

  private void print() {
    System.out.printf(Locale.ROOT, "%n%s%n", new Machine(cluster.client()));
    figures.forEach((name, values) ->
        System.out.printf(
            Locale.ROOT,
            "%-42s %7.3f s  (%.3f … %.3f, n = %d)%n",
            name,
            median(values),
            values.stream().min(Double::compare).orElseThrow(),
            values.stream().max(Double::compare).orElseThrow(),
            values.size()));
    ratio("apply to Verified", "apply to Complete of the bare Job", "goal 0.6");
    ratio(
        "apply to application, with Drawbridge",
        "apply to application, by kubectl wait",
        "goal 0.7");
    ratio("apply to application, with Drawbridge", "apply to application, by polling", "no goal");
  }

  private void ratio(String name, String beside, String goal) {
    System.out.printf(
        Locale.ROOT,
        "ratio %.2f (%s)  %s / %s%n",
        median(Objects.requireNonNull(figures.get(name)))
            / median(Objects.requireNonNull(figures.get(beside))),
        goal,
        name,
        beside);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
