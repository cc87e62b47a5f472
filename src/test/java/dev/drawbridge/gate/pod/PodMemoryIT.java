package dev.drawbridge.gate.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.cluster.RealApiServer;
import dev.drawbridge.gate.CaseFolder;
import dev.drawbridge.gate.GateRights;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an owner remembers, read by the API server itself while nothing of ours runs. No other kind
 * of carrier can do that, so it has no cases.
 */
class PodMemoryIT {

  private static final String CONTROLLER = "system:serviceaccount:kube-system:some-controller";
  private static final String CRON_JOB_CONTROLLER =
      "system:serviceaccount:kube-system:cronjob-controller";
  private static final String SCHEMA_8 = "schema 8 of Migration orders";
  private static final String BOTH_SCHEMAS = SCHEMA_8 + "\nschema 7 of Migration orders";

  private static RealApiServer server;

  @BeforeAll
  static void installThePolicies() {
    server = RealApiServer.shared();
    server.installGatePolicies();
    GateRights.install(server);
    PodGround.in(server).awaitThePolicies();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stateful-set", "daemon-set", "job"})
  void whatWasReleasedIsNotGatedAgain(String kind) {
    var ground = PodGround.in(server);
    var owner = ground.remembering(owner(kind), BOTH_SCHEMAS);

    var pod = made(ground, owner, "7");

    assertThat(PodGround.gates(pod)).isEmpty();
    assertThat(pod.getMetadata().getAnnotations())
        .containsEntry(Markers.RELEASED_ANNOTATION, "schema 7 of Migration orders");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stateful-set", "daemon-set", "job"})
  void whatIsNewIsGated(String kind) {
    var ground = PodGround.in(server);
    var owner = ground.remembering(owner(kind), BOTH_SCHEMAS);

    var pod = made(ground, owner, "9");

    assertThat(PodGround.gates(pod)).containsExactly(Markers.POD_GATE);
    assertThat(pod.getMetadata().getAnnotations()).doesNotContainKey(Markers.RELEASED_ANNOTATION);
  }

  @Test
  void memoryOfAnotherOwnerCountsForNothing() {
    var ground = PodGround.in(server);
    ground.remembering(owner("stateful-set"), SCHEMA_8);
    var other = owner("stateful-set");
    other.getMetadata().setName("other");
    var stranger = server.client().resource(ground.here(other)).create();

    assertThat(PodGround.gates(made(ground, stranger, "8"))).containsExactly(Markers.POD_GATE);
  }

  @Test
  void jobOfACronJobBringsItsMemory() {
    var ground = PodGround.in(server);
    var cronJob = cronJob(ground);

    var job = jobOf(ground, cronJob, CRON_JOB_CONTROLLER);

    assertThat(Owners.templateMetadata(job)).isNotNull();
    assertThat(job.getSpec().getTemplate().getMetadata().getAnnotations())
        .containsEntry(Markers.RELEASED_ANNOTATION, SCHEMA_8);
    var pod = ground.podOf(job, job.getSpec().getTemplate().getMetadata().getAnnotations());
    try (var controller = server.clientFor(CONTROLLER)) {
      assertThat(PodGround.gates(controller.resource(pod).create())).isEmpty();
    }
  }

  @Test
  void jobThatAPersonMakesOfACronJobBringsNone() {
    var ground = PodGround.in(server);
    var cronJob = cronJob(ground);
    jobOf(ground, cronJob, CRON_JOB_CONTROLLER);

    var job = jobOf(ground, cronJob, CaseFolder.ANYBODY);

    assertThat(job.getSpec().getTemplate().getMetadata().getAnnotations())
        .doesNotContainKey(Markers.RELEASED_ANNOTATION);
  }

  private static CronJob cronJob(PodGround ground) {
    var cronJob = (CronJob) ground.here(owner("cron-job"));
    cronJob.getMetadata().setAnnotations(Map.of(Markers.RELEASED_ANNOTATION, SCHEMA_8));
    cronJob.getMetadata().setLabels(Map.of(Markers.RELEASED_LABEL, Markers.RELEASED));
    try (var operator = ground.operator()) {
      var stored = operator.resource(cronJob).create();
      await()
          .until(() ->
              jobOf(ground, stored, CRON_JOB_CONTROLLER)
                  .getSpec()
                  .getTemplate()
                  .getMetadata()
                  .getAnnotations()
                  .containsKey(Markers.RELEASED_ANNOTATION));
      return stored;
    }
  }

  private static Job jobOf(PodGround ground, CronJob cronJob, String user) {
    var job = (Job) ground.here(owner("job"));
    job.getMetadata().setName(null);
    job.getMetadata().setGenerateName("shop-");
    job.getMetadata()
        .setOwnerReferences(ground.podOf(cronJob, Map.of()).getMetadata().getOwnerReferences());
    try (var writer = server.clientFor(user)) {
      return writer.resource(job).create();
    }
  }

  private static Pod made(PodGround ground, HasMetadata owner, String schema) {
    var pod = ground.podOf(owner, Map.of(Markers.SCHEMA_ANNOTATION, schema));
    try (var controller = server.clientFor(CONTROLLER)) {
      return controller.resource(pod).create();
    }
  }

  private static HasMetadata owner(String kind) {
    return PodCase.named("memory-of-%s-in-a-copy".formatted(kind)).expected();
  }
}
