package dev.drawbridge.command.manifest;

import dev.drawbridge.api.MigrateStep;
import dev.drawbridge.api.MigrationSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that is given of a Migration: what its files say, and its scripts.
 *
 * @param images the folders of scripts that stand for images, by the place of their step
 */
public record Given(Source source, Scripts scripts, Map<Integer, Path> images) {

  /** Refuses what a run would: what it takes its scripts from is not known then either. */
  static void requireUnderstood(MigrationSpec spec) throws Unusable {
    var unsupported = spec.unsupported();
    if (unsupported != null) {
      throw new Unusable(unsupported + ". Correct it, or use a newer Drawbridge.");
    }
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
