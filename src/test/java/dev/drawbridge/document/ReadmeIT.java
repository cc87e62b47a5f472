package dev.drawbridge.document;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who types the commands of the README sees what it shows. */
class ReadmeIT {

  @Test
  void readmeIsFollowedToItsEnd(@TempDir Path folder) throws Exception {
    try (var machine = new PlayedMachine(folder)) {
      machine.createDatabase("orders", "secret");

      machine.reader().through(Path.of("README.md"));
    }
  }
}
