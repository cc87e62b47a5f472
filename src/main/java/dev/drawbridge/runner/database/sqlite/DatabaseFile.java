package dev.drawbridge.runner.database.sqlite;

import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.process.EndedException;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.FileComplaint;
import dev.drawbridge.runner.process.Place;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The file of a database on its claim.
 *
 * @param claim the name of the claim, for people
 * @param root where the claim is mounted
 * @param name the file's path on the claim
 */
public record DatabaseFile(String claim, Path root, String name) {

  /** The application may be another user of the same group. */
  private static final String FOR_THE_GROUP = "rw-rw-r--";

  private static final String FOLDER_FOR_THE_GROUP = "rwxrwxr-x";

  /** Where neither SQLite's locks nor its shared memory can be relied on. */
  private static final Set<String> NETWORKS =
      Set.of("nfs", "nfs4", "cifs", "smb3", "smb2", "9p", "ceph", "glusterfs", "fuse.glusterfs");

  Path path() {
    return root.resolve(name);
  }

  /** As people call it. */
  String display() {
    return Place.here().nameOf(path(), name + " on claim " + claim);
  }

  /** Beside it, the file by which runs keep away from each other. */
  Path lockFile() {
    return path().resolveSibling(path().getFileName() + "-drawbridge");
  }

  boolean exists() {
    return Files.exists(path());
  }

  /** Whether no run has worked on it yet: it is not there, or not what a run makes beside it. */
  public boolean isUntouched() {
    return !exists() || !Files.exists(lockFile());
  }

  /** Why SQLite's locks may not hold on its volume, as a part of a sentence; empty if they do. */
  String doubt() {
    try {
      var type = Files.getFileStore(path()).type();
      return NETWORKS.contains(type) ? "its volume is reached over a network: " + type : "";
    } catch (IOException unknown) {
      return "its volume may be reached over a network: " + FileComplaint.of(unknown);
    }
  }

  /** Ends the run if there is something at its path that no database can be. */
  void requireFileOrNothing() {
    if (exists() && !Files.isRegularFile(path())) {
      throw refused(
          Reason.WRONG_PATH,
          "%s is not a file but a %s. Write the path of the file itself to %s%s."
              .formatted(
                  display(),
                  Files.isDirectory(path()) ? "folder" : "device",
                  Place.here().file(),
                  Place.here().onCorrection()));
    }
    if (exists()) {
      requireWritable();
    }
  }

  /** To open it tells why it is not, as to ask whether it is does not. */
  private void requireWritable() {
    try (var _ = FileChannel.open(path(), StandardOpenOption.WRITE)) {
      return;
    } catch (IOException failed) {
      throw new FileTrouble(display()).refused(failed);
    }
  }

  /** Creates it, empty, with the folders above it. */
  void create() {
    try {
      createFolders();
      Files.createFile(path());
      share(path());
    } catch (FileAlreadyExistsException since) {
      requireFileOrNothing();
    } catch (IOException failed) {
      throw new FileTrouble(display()).refused(failed);
    }
  }

  private void createFolders() throws IOException {
    var folder = root;
    var parts = Path.of(name);
    for (var part = 0; part < parts.getNameCount() - 1; part++) {
      folder = folder.resolve(parts.getName(part));
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw refused(
            Reason.WRONG_PATH,
            "%s cannot be there: %s on the claim is not a folder. Correct %s%s."
                .formatted(
                    display(),
                    root.relativize(folder),
                    Place.here().file(),
                    Place.here().onCorrection()));
      }
      if (!Files.exists(folder)) {
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(
            folder, PosixFilePermissions.fromString(FOLDER_FOR_THE_GROUP));
      }
    }
  }

  static void share(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(FOR_THE_GROUP));
  }

  static EndedException refused(Reason reason, String what) {
    return Ending.refused(reason, what).asException();
  }
}
