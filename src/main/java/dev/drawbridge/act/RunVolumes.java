package dev.drawbridge.act;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.PodSettings;
import dev.drawbridge.decide.RunPlan;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What a run's pod mounts: the Secret, the ConfigMaps of scripts, and a place to write to. */
final class RunVolumes {

  static final String DATABASE = "/drawbridge/database";
  static final String SCRIPTS = "/drawbridge/scripts";
  static final String TMP = "/tmp";

  /** Readable by the group that the pod's security context sets, and by nobody else. */
  private static final int OWNER_AND_GROUP_READ = 0440;

  private RunVolumes() {}

  static List<Volume> of(Migration migration, RunPlan plan, PodSettings settings) {
    var volumes = new ArrayList<Volume>();
    volumes.add(
        new VolumeBuilder()
            .withName("database")
            .withNewSecret()
            .withSecretName(migration.getSpec().database().secretRef().name())
            .withDefaultMode(OWNER_AND_GROUP_READ)
            .endSecret()
            .build());
    volumes.add(new VolumeBuilder().withName("tmp").withNewEmptyDir().endEmptyDir().build());
    configMapsByVolume(plan)
        .forEach((volume, configMap) ->
            volumes.add(
                new VolumeBuilder()
                    .withName(volume)
                    .withNewConfigMap()
                    .withName(configMap)
                    .endConfigMap()
                    .build()));
    settings.volumes().forEach(written -> volumes.add(RunPod.as(written, Volume.class)));
    return volumes;
  }

  static List<VolumeMount> mounts(RunPlan plan) {
    var mounts = new ArrayList<VolumeMount>();
    mounts.add(mount("database", DATABASE).withReadOnly(true).build());
    mounts.add(mount("tmp", TMP).build());
    configMapsByVolume(plan)
        .forEach((volume, configMap) ->
            mounts.add(mount(volume, SCRIPTS + "/" + configMap).withReadOnly(true).build()));
    return mounts;
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
