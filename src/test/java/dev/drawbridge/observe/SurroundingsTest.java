package dev.drawbridge.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.decide.Neighbour;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SurroundingsTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void jobThatNoStatusTellsOfYetIsARunUnderWay() {
    var other = migration("a");

    assertThat(around(List.of(), job("a", "11111111"), other))
        .containsExactly(new Neighbour("shop/a", "queue-of-job", true, "11111111", NOW));
  }

  @Test
  void jobWhoseRunIsRecordedAddsNothing() {
    var other = migration("a");
    other.setStatus(running("11111111"));

    assertThat(around(List.of(other), job("a", "11111111"), other))
        .containsExactly(new Neighbour("shop/a", "queue-of-run", true, "11111111", NOW));
  }

  @Test
  void jobThatIsOverOrLetGoIsNotAtWork() {
    var over =
        new JobBuilder(job("a", "11111111"))
            .withNewStatus()
            .addNewCondition()
            .withType("Complete")
            .withStatus("True")
            .endCondition()
            .endStatus()
            .build();
    var letGo = job("a", "11111111");
    letGo.getMetadata().setFinalizers(List.of());

    assertThat(Surroundings.isAtWork(job("a", "11111111"))).isTrue();
    assertThat(Surroundings.isAtWork(over)).isFalse();
    assertThat(Surroundings.isAtWork(letGo)).isFalse();
  }

  @Test
  void ownJobIsNotANeighbour() {
    var own = migration("a");
    var around = new Surroundings(List::of, () -> List.of(job("a", "1")), _ -> Optional.of(own));

    assertThat(around.of(own)).isEmpty();
    assertThat(around.all()).hasSize(1);
  }

  private static List<Neighbour> around(List<Migration> busy, Job job, Migration owner) {
    return new Surroundings(() -> busy, () -> List.of(job), _ -> Optional.of(owner))
        .of(migration("b"));
  }

  private static MigrationStatus running(String id) {
    var origin = new Run.Origin(null, "digest", null, 1L, "a-db", "queue-of-run", null, null, null);
    return new MigrationStatus(
        1L,
        Phase.RUNNING,
        List.of(),
        null,
        null,
        Run.begun(id, origin, "job", NOW),
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null);
  }

  private static Migration migration(String name) {
    var yaml =
        """
        metadata: {name: %1$s, namespace: shop, uid: uid-%1$s}
        spec: {database: {secretRef: {name: %1$s-db}}, migrate: [{flyway: {configMaps: [sql]}}]}
        """
            .formatted(name);
    return Serialization.unmarshal(yaml, Migration.class);
  }

  private static Job job(String migration, String run) {
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName(migration + "-" + run)
        .withCreationTimestamp(NOW.toString())
        .withFinalizers(Markers.RUN_FINALIZER)
        .addToLabels(Markers.RUN_LABEL, run)
        .addToAnnotations(Markers.MIGRATION_ANNOTATION, migration)
        .addToAnnotations(Markers.QUEUE_ANNOTATION, "queue-of-job")
        .addNewOwnerReference()
        .withUid("uid-" + migration)
        .endOwnerReference()
        .endMetadata()
        .build();
  }
}
