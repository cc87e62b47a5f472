package dev.drawbridge.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * What the examples' images would hold, made on this machine from the package registries that it
 * reaches, once, below {@code target/}. Where that cannot be done the tests that need it are left
 * out, and say why.
 */
final class ToolImages {

  private static final Path ALL = Path.of("target", "tool-images").toAbsolutePath();
  private static final long MOST_MINUTES = 5;

  private ToolImages() {}

  /** Python with alembic and a driver, and the example's own files. */
  static Path alembic() throws IOException, InterruptedException {
    var root = ALL.resolve("alembic");
    if (!Files.isExecutable(root.resolve("bin/alembic"))) {
      Files.createDirectories(ALL);
      make(ALL, "python3", "-m", "venv", root.toString());
      var pip = root.resolve("bin/pip").toString();
      make(ALL, pip, "install", "--quiet", "alembic", "sqlalchemy", "psycopg[binary]");
    }
    copy("alembic", root);
    return root;
  }

  /** Node's packages of the example, and its own files. */
  static Path knex() throws IOException, InterruptedException {
    var root = ALL.resolve("knex");
    copy("knex", root);
    if (!Files.isExecutable(root.resolve("app/node_modules/.bin/knex"))) {
      make(root.resolve("app"), "npm", "install", "--omit=dev", "--no-audit", "--no-fund");
    }
    var programs = root.resolve("bin");
    Files.deleteIfExists(programs);
    Files.createSymbolicLink(programs, root.resolve("app/node_modules/.bin"));
    return root;
  }

  /** The files that the example's Dockerfile copies to /app. */
  private static void copy(String example, Path root) throws IOException {
    var from = Path.of("manifests", "examples", example, "image");
    try (Stream<Path> files = Files.walk(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var to = root.resolve("app").resolve(from.relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void make(Path folder, String... command)
      throws IOException, InterruptedException {
    var line = String.join(" ", command);
    var log = Files.createTempFile(ALL, "make", ".log");
    Process process;
    try {
      process =
          new ProcessBuilder(List.of(command))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException missing) {
      throw skipped(line, String.valueOf(missing.getMessage()));
    }
    if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw skipped(line, "it took more than %d minutes".formatted(MOST_MINUTES));
    }
    if (process.exitValue() != 0) {
      throw skipped(line, Files.readString(log));
    }
  }

  private static TestAbortedException skipped(String command, String why) {
    var sentence = "left out, because \"%s\" failed: %s".formatted(command, why.strip());
    System.err.println(sentence);
    return new TestAbortedException(sentence);
  }
}
