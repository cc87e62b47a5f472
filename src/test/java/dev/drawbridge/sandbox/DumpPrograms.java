package dev.drawbridge.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.opentest4j.TestAbortedException;

/**
 * The programs pg_dump, pg_restore and psql of this machine. Where there are none, or none that is
 * new enough, the tests that need them are left out, and say why.
 *
 * @param major of their version
 */
record DumpPrograms(int major) {

  /** The oldest server that there is for tests, and the newest. */
  static final int OLDEST_SERVER = 14;

  static final int NEWEST_SERVER = 18;

  static DumpPrograms find() throws InterruptedException {
    String said;
    try {
      var process = new ProcessBuilder("pg_dump", "--version").start();
      said =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      process.waitFor();
    } catch (IOException missing) {
      throw skipped("this machine has no pg_dump: " + missing.getMessage());
    }
    var major = Integer.parseInt(said.replaceFirst("(?s).*\\) ([0-9]+).*", "$1"));
    if (major < OLDEST_SERVER) {
      throw skipped("this machine's pg_dump is older than any server here: " + said.strip());
    }
    return new DumpPrograms(major);
  }

  /** The newest server here that they can dump. */
  int server() {
    return major >= NEWEST_SERVER ? NEWEST_SERVER : OLDEST_SERVER;
  }

  /** Leaves the test out unless there is a server here that is too new for them. */
  void requireOlderThanNewestServer() {
    if (major >= NEWEST_SERVER) {
      throw skipped(
          "this machine's pg_dump is of version " + major + ", which no server here is above");
    }
  }

  /**
   * An image whose program of this name does what {@code script} says.
   *
   * @param root of the image
   */
  static Path image(Path root, String program, String script) throws IOException {
    var file = Files.createDirectories(root.resolve("bin")).resolve(program);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return root;
  }

  private static TestAbortedException skipped(String why) {
    System.err.println("left out: " + why);
    return new TestAbortedException(why);
  }
}
