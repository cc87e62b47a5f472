package dev.drawbridge.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs that a reader has, and this machine need not have. */
final class Programs {

  private Programs() {}

  /** Puts {@code helm} into the folder. */
  static void helm(Path folder) throws IOException {
    var classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var script =
        """
        #!/bin/sh
        exec '%s/bin/java' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \\
          -cp '%s' %s "$@"
        """
            .formatted(System.getProperty("java.home"), classes, HelmProgram.class.getName());
    var program = Files.writeString(folder.resolve("helm"), script);
    if (!program.toFile().setExecutable(true)) {
      throw new IOException(program + " cannot be made executable");
    }
  }
}
