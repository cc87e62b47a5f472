package dev.drawbridge.runner.backup;

import dev.drawbridge.report.BackupFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of backups in one folder. A backup is one only if its manifest is there. */
record BackupFiles(BackupFolder folder) {

  /** Makes the folder, and removes what a run that was killed has left in it. */
  void clear() throws IOException {
    Files.createDirectories(folder.path());
    for (var file : all()) {
      var name = file.getFileName().toString();
      if (name.endsWith(BackupFolder.PART) || name.endsWith(BackupFolder.LIST)) {
        Files.delete(file);
      }
    }
  }

  /** The SHA-256 of {@code file}, in hexadecimal. */
  static String checksum(Path file) throws IOException {
    try (var content = new DigestInputStream(Files.newInputStream(file), sha256())) {
      var buffer = new byte[1 << 16];
      while (content.read(buffer) >= 0) {
        // The stream counts what passes.
      }
      return HexFormat.of().formatHex(content.getMessageDigest().digest());
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /**
   * Gives {@code part} the name that {@code manifest} has for it, and then the manifest its own.
   */
  void publish(Path part, Manifest manifest) throws IOException {
    sync(part);
    Files.move(part, folder.path().resolve(manifest.file()), StandardCopyOption.ATOMIC_MOVE);
    var written = folder.part(manifest.run(), BackupFolder.MANIFEST);
    Files.write(written, manifest.text());
    sync(written);
    Files.move(written, folder.manifest(manifest.run()), StandardCopyOption.ATOMIC_MOVE);
    sync(folder.path());
  }

  private static void sync(Path file) throws IOException {
    var option = Files.isDirectory(file) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
    try (var channel = FileChannel.open(file, option)) {
      channel.force(true);
    }
  }

  /** The backups that are there, newest first. */
  List<Manifest> manifests() throws IOException {
    return all().stream()
        .filter(file -> file.toString().endsWith(BackupFolder.MANIFEST))
        .flatMap(file -> Manifest.read(file).stream())
        .sorted(Comparator.comparing(Manifest::at).reversed())
        .toList();
  }

  Optional<Manifest> manifest(String run) {
    return Manifest.read(folder.manifest(run));
  }

  /** First what makes it a backup goes, then the rest. */
  void remove(Manifest manifest) throws IOException {
    Files.deleteIfExists(folder.manifest(manifest.run()));
    Files.deleteIfExists(folder.path().resolve(Path.of(manifest.file()).getFileName()));
  }

  private List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(folder.path())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
