package dev.drawbridge.runner;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A small disk of its own at {@code folder}, which only the process sees that is started by these
 * words; it is gone with it.
 */
public record SmallDisk(Path folder) {

  private static final String FILL = "head -c 1000000 /dev/zero > \"$disk/filling\" 2>/dev/null";

  public static SmallDisk at(Path folder) {
    return new SmallDisk(folder);
  }

  /** Skips the test where nobody may mount. */
  public static void assumeThatItCanBeMade() throws IOException, InterruptedException {
    var trial = new ProcessBuilder("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt");
    assumeThat(trial.start().waitFor()).as("skipped: only some may mount a disk").isZero();
  }

  /** Nothing more fits on it. */
  public String[] full() {
    return startedBy("rw", FILL);
  }

  /** What is at {@code kept} is on it, and nothing more fits. */
  public String[] fullAround(Path kept) {
    return startedBy("rw", "cp -r '%s/.' \"$disk\" && %s".formatted(kept, FILL));
  }

  /** It takes no writes. */
  public String[] readOnly() {
    return startedBy("ro", "true");
  }

  /** There is no room on it for a driver or for what SQLite sorts. */
  private String[] startedBy(String mode, String preparation) {
    var mount =
        "disk='%s'; mount -t tmpfs -o size=64k,%s tmpfs \"$disk\" || exit 99; %s; exec \"$0\" \"$@\""
            .formatted(folder, mode, preparation);
    return new String[] {"unshare", "-m", "sh", "-c", mount};
  }
}
