package dev.drawbridge.act;

import dev.drawbridge.api.MigrateStep;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.PlanItem;
import dev.drawbridge.api.PlanItem.Part;
import dev.drawbridge.api.PodSettings;
import dev.drawbridge.api.WayBack;
import dev.drawbridge.api.WaysToSave;
import dev.drawbridge.decide.RunPlan;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.report.SharedFolder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a run's pod mounts: the Secret or the claim, the ConfigMaps and images of scripts, a place
 * to write.
 */
final class RunVolumes {

  static final String DATABASE = "/drawbridge/database";
  static final String SCRIPTS = "/drawbridge/scripts";
  static final String TMP = "/tmp";

  /** What the containers of a run share, for those of our own. */
  static final String SHARED = "/drawbridge/shared";

  /** Parts of it, for the user's. */
  static final String ACCESS = "/drawbridge/access";

  static final String STEP = "/drawbridge/step";
  static final String HOME = "/drawbridge/home";

  /** The claim of backups, or the part of it that is the Migration's. */
  static final String BACKUPS = "/drawbridge/backups";

  /** The claim of the export, whichever that is. */
  static final String EXPORTS = "/drawbridge/exports";

  private static final String EXPORTS_VOLUME = "drawbridge-exports";
  private static final String BACKUPS_VOLUME = "drawbridge-backups";
  private static final String DATABASE_VOLUME = "database";
  private static final String STEPS_VOLUME = "steps";

  /** It counts as memory; a report and the end of an output are all that is in it. */
  private static final Quantity SHARED_SIZE = new Quantity("8Mi");

  /** Readable by the group that the pod's security context sets, and by nobody else. */
  private static final int OWNER_AND_GROUP_READ = 0440;

  private RunVolumes() {}

  static List<Volume> of(Migration migration, RunPlan plan, PodSettings settings) {
    var volumes = new ArrayList<Volume>();
    volumes.add(database(migration));
    volumes.add(new VolumeBuilder().withName("tmp").withNewEmptyDir().endEmptyDir().build());
    if (plan.stretches(migration).size() > 1) {
      volumes.add(shared());
    }
    backupClaim(migration).map(claim -> claimed(BACKUPS_VOLUME, claim)).ifPresent(volumes::add);
    exportClaim(migration)
        .filter(_ -> exportsVolume(migration).equals(EXPORTS_VOLUME))
        .map(claim -> claimed(EXPORTS_VOLUME, claim))
        .ifPresent(volumes::add);
    configMapsByVolume(plan)
        .forEach((volume, configMap) ->
            volumes.add(
                new VolumeBuilder()
                    .withName(volume)
                    .withNewConfigMap()
                    .withName(configMap)
                    .endConfigMap()
                    .build()));
    images(migration, plan).forEach((step, image) -> volumes.add(image(step, image)));
    settings.volumes().forEach(written -> volumes.add(RunPod.as(written, Volume.class)));
    return volumes;
  }

  private static Volume database(Migration migration) {
    var database = migration.getSpec().database();
    var volume = new VolumeBuilder().withName(DATABASE_VOLUME);
    return database.sqlite() == null
        ? volume
            .withNewSecret()
            .withSecretName(database.access())
            .withDefaultMode(OWNER_AND_GROUP_READ)
            .endSecret()
            .build()
        : volume
            .withNewPersistentVolumeClaim()
            .withClaimName(database.sqlite().claim())
            .endPersistentVolumeClaim()
            .build();
  }

  /** The claim to which a backup is written, unless it is the database's own. */
  static Optional<String> backupClaim(Migration migration) {
    var file = migration.getSpec().database().sqlite();
    return claim(migration.getSpec().backup(), migration)
        .filter(claim -> file == null || !claim.equals(file.claim()));
  }

  /** The claim to which the export is written. */
  static Optional<String> exportClaim(Migration migration) {
    return claim(WayBack.exportOf(migration), migration);
  }

  private static Optional<String> claim(@Nullable WaysToSave ways, Migration migration) {
    return Optional.ofNullable(ways)
        .flatMap(given -> given.claimBeside(migration.getSpec().database()));
  }

  /** A claim that the pod has already is not mounted twice. */
  private static String exportsVolume(Migration migration) {
    var sqlite = migration.getSpec().database().sqlite();
    var claim = exportClaim(migration);
    if (sqlite != null && claim.equals(Optional.of(sqlite.claim()))) {
      return DATABASE_VOLUME;
    }
    return claim.equals(backupClaim(migration)) ? BACKUPS_VOLUME : EXPORTS_VOLUME;
  }

  private static Volume claimed(String volume, String claim) {
    return new VolumeBuilder()
        .withName(volume)
        .withNewPersistentVolumeClaim()
        .withClaimName(claim)
        .endPersistentVolumeClaim()
        .build();
  }

  private static Volume shared() {
    return new VolumeBuilder()
        .withName(STEPS_VOLUME)
        .withNewEmptyDir()
        .withMedium("Memory")
        .withSizeLimit(SHARED_SIZE)
        .endEmptyDir()
        .build();
  }

  private static Volume image(int step, MigrateStep.Image image) {
    return new VolumeBuilder()
        .withName(imageVolume(step))
        .withNewImage()
        .withReference(image.reference())
        .withPullPolicy(image.pullPolicy())
        .endImage()
        .build();
  }

  static List<VolumeMount> mounts(Migration migration, RunPlan plan) {
    var mounts = new ArrayList<VolumeMount>();
    var isFile = migration.getSpec().database().sqlite() != null;
    // Where nothing is said, it can be written to.
    mounts.add(mount(DATABASE_VOLUME, DATABASE).withReadOnly(isFile ? null : true).build());
    mounts.add(mount("tmp", TMP).build());
    if (plan.stretches(migration).size() > 1) {
      mounts.add(mount(STEPS_VOLUME, SHARED).build());
    }
    backupClaim(migration).ifPresent(_ -> mounts.add(mount(BACKUPS_VOLUME, BACKUPS).build()));
    exportClaim(migration)
        .ifPresent(_ -> mounts.add(mount(exportsVolume(migration), EXPORTS).build()));
    configMapsByVolume(plan)
        .forEach((volume, configMap) ->
            mounts.add(mount(volume, SCRIPTS + "/" + configMap).withReadOnly(true).build()));
    images(migration, plan)
        .keySet()
        .forEach(step ->
            mounts.add(
                mount(imageVolume(step), SCRIPTS + "/" + RunnerInput.imageFolder(step))
                    .withReadOnly(true)
                    .build()));
    return mounts;
  }

  /**
   * What the user's container of this name sees: no Secret, but what a tool needs to connect, or
   * the file itself.
   */
  static List<VolumeMount> mountsOfUser(PlanItem item, Migration migration) {
    var own = item.name();
    var step = Objects.requireNonNull(item.run());
    var mounts = new ArrayList<VolumeMount>();
    mounts.add(
        mount(STEPS_VOLUME, ACCESS).withSubPath(SharedFolder.ACCESS).withReadOnly(true).build());
    mounts.add(mount(STEPS_VOLUME, STEP).withSubPath(own).build());
    mounts.add(mount("tmp", TMP).withSubPath(own + "-tmp").build());
    mounts.add(mount("tmp", HOME).withSubPath(own + "-home").build());
    if (usesPrograms(item, migration)) {
      mounts.add(
          item.part() == Part.EXPORT
              ? mount(exportsVolume(migration), EXPORTS).build()
              : mount(BACKUPS_VOLUME, BACKUPS).build());
    }
    if (migration.getSpec().database().sqlite() != null) {
      mounts.add(mount(DATABASE_VOLUME, DATABASE).build());
    }
    step.volumeMounts().forEach(written -> mounts.add(RunPod.as(written, VolumeMount.class)));
    return mounts;
  }

  /** Whether it is a container in which Drawbridge uses the server's own programs. */
  static boolean usesPrograms(PlanItem item, Migration migration) {
    @Nullable WaysToSave ways =
        switch (item.part()) {
          case EXPORT -> WayBack.exportOf(migration);
          case BACKUP, RESTORE -> migration.getSpec().backup();
          case PREFLIGHT, MIGRATE, VERIFY, SMOKE, MONITOR -> null;
        };
    return ways != null && ways.pgDump() != null;
  }

  /** The images of scripts, by the place of their step. A whole image is mounted, not a part. */
  private static Map<Integer, MigrateStep.Image> images(Migration migration, RunPlan plan) {
    var images = new TreeMap<Integer, MigrateStep.Image>();
    if (plan.checksOnly().isPresent()) {
      return images;
    }
    var steps = migration.getSpec().migrate();
    for (var index = 0; index < steps.size(); index++) {
      var flyway = steps.get(index).flyway();
      if (flyway != null && flyway.image() != null) {
        images.put(index, flyway.image());
      }
    }
    return images;
  }

  private static String imageVolume(int step) {
    return "image-" + step;
  }

  /** A ConfigMap's name may be too long for a volume's, so they are counted, by name. */
  private static Map<String, String> configMapsByVolume(RunPlan plan) {
    var byVolume = new LinkedHashMap<String, String>();
    for (var configMap : new TreeSet<>(plan.contents().keySet())) {
      byVolume.put("scripts-" + byVolume.size(), configMap);
    }
    return byVolume;
  }

  private static VolumeMountBuilder mount(String volume, String path) {
    return new VolumeMountBuilder().withName(volume).withMountPath(path);
  }
}
