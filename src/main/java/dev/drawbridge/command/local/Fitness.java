package dev.drawbridge.command.local;

import dev.drawbridge.api.MigrateStep;
import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.PlanItem;
import dev.drawbridge.api.RunStep;
import dev.drawbridge.command.manifest.Unusable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Whether a machine without containers can do all that a Migration asks for. */
final class Fitness {

  private Fitness() {}

  /** Refuses what a run would: what it takes its scripts from is not known then either. */
  static void requireUnderstood(MigrationSpec spec) throws Unusable {
    var unsupported = spec.unsupported();
    if (unsupported != null) {
      throw new Unusable(unsupported + ". Correct it, or use a newer Drawbridge.");
    }
  }

  /** Refuses a file on a claim: it is in the cluster, and a URL names another database. */
  static void requireServer(MigrationSpec spec) throws Unusable {
    if (spec.database().sqlite() != null) {
      throw new Unusable(
          "spec.database.sqlite is a file on the claim %s, which is in the cluster; on this machine only databases with a URL can be worked on."
              .formatted(spec.database().sqlite().claim()));
    }
  }

  /** Refuses steps that only a container can do, unless it is said that this machine may. */
  static void requireTools(MigrationSpec spec, boolean local, Map<String, String> environment)
      throws Unusable {
    for (var item : PlanItem.of(spec)) {
      if (item.run() != null) {
        requireTool(item, item.run(), local, environment);
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

  /** The folders of scripts by the place of the step whose image they stand for. */
  static Map<Integer, Path> images(MigrationSpec spec, Map<String, Path> folders) throws Unusable {
    var found = new TreeMap<Integer, Path>();
    for (var place = 0; place < spec.migrate().size(); place++) {
      var flyway = spec.migrate().get(place).flyway();
      if (flyway != null && flyway.image() != null) {
        PlainName.requireInside(flyway.image().path(), "flyway.image.path");
        found.put(place, folder(place, flyway.image(), folders));
      }
    }
    return found;
  }

  private static Path folder(int place, MigrateStep.Image image, Map<String, Path> folders)
      throws Unusable {
    var folder = folders.get(image.reference());
    if (folder == null) {
      throw new Unusable(
          "spec.migrate[%d] takes its scripts from the image %s, and images are not pulled here. Name the folder that stands for %s in it: --image %s=FOLDER"
              .formatted(place, image.reference(), image.path(), image.reference()));
    }
    if (!Files.isDirectory(folder)) {
      throw new Unusable(
          "%s, for the image %s, is not a folder.".formatted(folder, image.reference()));
    }
    return folder;
  }
}
