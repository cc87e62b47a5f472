package dev.drawbridge.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.flywaydb.core.Flyway;

/** Flyway called without anything of ours: what the runner's own part is measured against. */
final class LibraryCall {

  private static final Path JAR = Path.of("target", "library-call.jar");

  private LibraryCall() {}

  /** URL, user, password, folder. */
  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", "logback-runner.xml");
    Flyway.configure()
        .loggers("slf4j")
        .dataSource(arguments[0], arguments[1], arguments[2])
        .locations("filesystem:" + arguments[3])
        .load()
        .migrate();
  }

  /** A jar with this class: a cache of classes takes no folder into its class path. */
  static Path jar() throws IOException {
    var entry = LibraryCall.class.getName().replace('.', '/') + ".class";
    try (var jar = new JarOutputStream(Files.newOutputStream(JAR));
        var code = LibraryCall.class.getClassLoader().getResourceAsStream(entry)) {
      jar.putNextEntry(new JarEntry(entry));
      jar.write(java.util.Objects.requireNonNull(code).readAllBytes());
    }
    return JAR;
  }
}
