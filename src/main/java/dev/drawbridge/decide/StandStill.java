package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.WayBack;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is remembered on something that stands still: {@code migration/orders, run 3f2a1b4c:
 * replicas=3 replicaset=orders-5d8}, or {@code migration/orders, run 3f2a1b4c: suspend=false}.
 *
 * @param owner for whom it stands still
 * @param run for which run of it; the next one tells it anew
 * @param replicas how many it had
 * @param isSuspended whether it was suspended anyway
 * @param replicaSet whose pods they were; empty if it had none, or is no Deployment
 */
public record StandStill(
    String owner, String run, int replicas, boolean isSuspended, Optional<String> replicaSet) {

  private static final Pattern TEXT =
      Pattern.compile(
          "(\\S+), run (\\S+): (?:replicas=([0-9]{1,9})(?: replicaset=(\\S+))?|suspend=(true|false))");

  /** How {@code migration} is called where something stands still for it. */
  public static String owner(Migration migration) {
    var name = migration.getMetadata().getName();
    return WayBack.is(migration) ? "rollback/" + name : ofMigration(name);
  }

  /**
   * Whether it stands still for {@code migration}. A Rollback takes over what still does for the
   * Migration that it takes back.
   */
  boolean isFor(Migration migration) {
    return owner.equals(owner(migration))
        || WayBack.takenBackBy(migration)
            .filter(name -> owner.equals(ofMigration(name)))
            .isPresent();
  }

  private static String ofMigration(String name) {
    return "migration/" + name;
  }

  /** Of something with replicas. */
  public static StandStill ofReplicas(
      String owner, String run, int replicas, Optional<String> replicaSet) {
    return new StandStill(owner, run, replicas, false, replicaSet);
  }

  /** Of a CronJob. */
  public static StandStill ofSchedule(String owner, String run, boolean isSuspended) {
    return new StandStill(owner, run, 0, isSuspended, Optional.empty());
  }

  /** What is remembered on {@code workload}; empty if it does not stand still. */
  public static Optional<StandStill> of(HasMetadata workload) {
    return Hold.labelOf(workload, Markers.QUIESCED)
        .map(_ -> Hold.annotationOf(workload, Markers.QUIESCED).orElse(""))
        .map(StandStill::read);
  }

  /** What cannot be read is nobody's, and not brought back by anybody. */
  private static StandStill read(String text) {
    var found = TEXT.matcher(text);
    return found.matches()
        ? new StandStill(
            found.group(1),
            found.group(2),
            Integer.parseInt(Optional.ofNullable(found.group(3)).orElse("0")),
            "true".equals(found.group(5)),
            Optional.ofNullable(found.group(4)))
        : new StandStill("somebody unknown", "", 0, false, Optional.empty());
  }

  /** The same for another run, or for another owner. */
  public StandStill with(String owner, String run) {
    return new StandStill(owner, run, replicas, isSuspended, replicaSet);
  }

  /** As it is written on {@code workload}. */
  public String text(HasMetadata workload) {
    var before =
        workload instanceof CronJob
            ? "suspend=" + isSuspended
            : "replicas=" + replicas + replicaSet.map(name -> " replicaset=" + name).orElse("");
    return "%s, run %s: %s".formatted(owner, run, before);
  }
}
