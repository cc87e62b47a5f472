package dev.drawbridge.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The most memory that a process had resident, as Linux counts it. It is gone with the process, so
 * it is looked at again and again; the figure itself only grows.
 */
final class PeakMemory {

  private static final Pattern FIGURE = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private final Path status;
  private long kibibytes;

  PeakMemory(long process) {
    this.status = Path.of("/proc", Long.toString(process), "status");
  }

  void look() {
    try {
      var figure = FIGURE.matcher(Files.readString(status));
      if (figure.find()) {
        kibibytes = Long.parseLong(figure.group(1));
      }
    } catch (IOException gone) {
      // What was seen last is the answer.
    }
  }

  long mebibytes() {
    return kibibytes / 1024;
  }
}
