package dev.drawbridge.document;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who follows docs/tutorial.md comes to its end, and sees what it shows. */
class TutorialIT {

  @Test
  void tutorialIsFollowedToItsEnd(@TempDir Path folder) throws Exception {
    try (var machine = new PlayedMachine(folder)) {
      machine.createDatabase("orders", "not-for-production");

      machine.reader().through(Path.of("docs/tutorial.md"));
    }
  }
}
