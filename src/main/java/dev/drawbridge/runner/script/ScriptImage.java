package dev.drawbridge.runner.script;

import dev.drawbridge.api.MigrateStep;
import dev.drawbridge.report.ContentDigest;
import dev.drawbridge.report.Count;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The scripts in a mounted image. What an image holds is not known before it is mounted, so what
 * was found is told with its digest.
 *
 * @param mount where the root of the image is
 */
record ScriptImage(MigrateStep.Image image, Path mount) {

  /** A runner keeps all scripts in its memory, which is small. */
  private static final long MOST_BYTES = 16L << 20;

  /** The files by name. They are told to {@code journal}, if there is one. */
  SortedMap<String, byte[]> read(Optional<Journal> journal) {
    try {
      var files = read();
      journal.ifPresent(told ->
          told.tell(
              RunPhase.PREFLIGHT,
              isFixed() ? State.FOUND : State.WARNING,
              "image " + image.reference(),
              found(files)));
      return files;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** A folder that stands for the image is no tag that may move. */
  private boolean isFixed() {
    return image.isByDigest() || !Place.here().usesImages();
  }

  private String found(SortedMap<String, byte[]> files) {
    var content =
        "%s in %s, content digest %s"
            .formatted(Count.of(files.size(), "file"), image.path(), ContentDigest.of(files));
    return isFixed()
        ? content
        : content
            + ". A tag may come to mean another image, and no run is started then: name the image"
            + " by its digest (@sha256:…)";
  }

  private SortedMap<String, byte[]> read() throws IOException {
    var folder = mount.resolve(image.path().replaceFirst("^/+", ""));
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(
          Reason.NO_SUCH_FOLDER,
          "has no folder %s. Correct flyway.image.path".formatted(image.path()));
    }
    var contents = new TreeMap<String, byte[]>();
    var left = MOST_BYTES;
    try (var files = Files.list(folder)) {
      for (var file : files.sorted().toList()) {
        refuseWhatIsNoFile(file);
        var size = Files.size(file);
        ScriptSize.refuse(file.getFileName().toString(), size);
        left -= size;
        if (left < 0) {
          throw refused(
              Reason.SCRIPTS_TOO_LARGE,
              "has more than 16 MiB of scripts in %s. Load large data by a step of its own (run)"
                  .formatted(image.path()));
        }
        contents.put(file.getFileName().toString(), content(file));
      }
    }
    return contents;
  }

  private byte[] content(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (AccessDeniedException denied) {
      throw refused(
          Reason.NOT_A_SCRIPT,
          "has %s in %s, which the runner's user may not read. Build the image with scripts that all may read, and with nothing else in that folder"
              .formatted(file.getFileName(), image.path()));
    }
  }

  /** A link may lead out of the image, and a folder would be passed over unseen. */
  private void refuseWhatIsNoFile(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(
          Reason.NOT_A_SCRIPT,
          "has %s in %s, which is not a plain file: folders and links are not followed. Put the scripts, and nothing else, directly into that folder"
              .formatted(file.getFileName(), image.path()));
    }
  }

  private RuntimeException refused(Reason reason, String what) {
    return Ending.refused(reason, "Image %s %s.".formatted(image.reference(), what)).asException();
  }
}
