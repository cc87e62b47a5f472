package dev.drawbridge.command.local;

import dev.drawbridge.api.PlanItem;
import dev.drawbridge.api.RunStep;
import dev.drawbridge.command.manifest.Source;
import dev.drawbridge.command.manifest.Unusable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whether a machine without containers can do all that a Migration asks for. */
final class Fitness {

  private Fitness() {}

  /** Refuses steps that only a container can do, unless it is said that this machine may. */
  static void requireTools(Source source, boolean local, Map<String, String> environment)
      throws Unusable {
    for (var item : PlanItem.of(source.migration().getSpec())) {
      if (item.run() != null) {
        requireTool(item, item.run(), local, environment);
        LocalVariables.requireConfigMaps(item, source);
        requireFiles(item, item.run());
      }
    }
  }

  /** Refuses to leave out a backup, unless it is said that it may be. */
  static void requireNoBackup(Source source, boolean without) throws Unusable {
    if (source.migration().getSpec().backup() != null && !without) {
      throw new Unusable(
          "spec.backup writes to a claim, and claims are in the cluster. Make a backup of your own if you need one; then say so: --without-backup.");
    }
  }

  /** Refuses a step that would not find its files, before anything comes to depend on it. */
  private static void requireFiles(PlanItem item, RunStep step) throws Unusable {
    for (var mount : step.volumeMounts()) {
      var path = Path.of(String.valueOf(mount.get("mountPath")));
      if (!Files.exists(path)) {
        throw new Unusable(
            "%s finds files at %s by a volume, and volumes are not mounted here. Put the files there on this machine, or leave out --local-tools and run it in the cluster."
                .formatted(item.path(), path));
      }
    }
  }

  private static void requireTool(
      PlanItem item, RunStep step, boolean local, Map<String, String> environment) throws Unusable {
    if (!local) {
      throw new Unusable(
          "%s runs in a container of the image %s, and there are no containers here. With --local-tools its command is started on this machine instead, as it is installed here."
              .formatted(item.path(), step.image()));
    }
    if (step.command().isEmpty()) {
      throw new Unusable(
          "%s has no command: it starts what its image (%s) starts by itself, and there are no containers here. Write the command."
              .formatted(item.path(), step.image()));
    }
    LocalVariables.requireValues(item, environment);
  }
}
