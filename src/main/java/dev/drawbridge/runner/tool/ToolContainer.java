package dev.drawbridge.runner.tool;

import dev.drawbridge.api.PlanItem;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.report.SharedFolder;
import dev.drawbridge.report.ToolLine;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container of the user's own as ours around it see it: what it needs is got ready, and what it
 * leaves is read.
 */
public record ToolContainer(PlanItem item, SharedFolder shared, Journal journal) {

  /** In bytes. The launcher keeps less; what a tool writes there itself is not bounded. */
  private static final int LONGEST_OUTPUT = 64 * 1024;

  /** The part of the run that it belongs to. */
  public RunPhase phase() {
    return switch (item.part()) {
      case PREFLIGHT -> RunPhase.PREFLIGHT;
      case EXPORT -> RunPhase.EXPORT;
      case BACKUP -> RunPhase.BACKUP;
      case RESTORE -> RunPhase.RESTORE;
      case MIGRATE -> RunPhase.TOOL;
      case VERIFY -> RunPhase.VERIFY;
      case SMOKE -> RunPhase.SMOKE;
      case MONITOR -> RunPhase.MONITOR;
    };
  }

  /** Makes the folder in which its output is kept. */
  public void makeReady() throws IOException {
    var own = Files.createDirectories(shared.of(item.name()));
    // Its user may be another one than ours.
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  /**
   * It has nothing to do. Its folder may be written to by all: what is there already, because ours
   * was started again, is replaced, and no link is followed.
   */
  public void leaveOut() throws IOException {
    Files.deleteIfExists(shared.skip(item.name()));
    Files.createFile(shared.skip(item.name()));
  }

  public boolean isLeftOut() {
    return Files.isRegularFile(shared.skip(item.name()), LinkOption.NOFOLLOW_LINKS);
  }

  /** Tells that it is started next. */
  public void tellStart(String title, @Nullable String message) {
    var image = Objects.requireNonNull(item.run()).image();
    if (!image.contains("@sha256:") && Place.here().usesImages()) {
      var what =
          "a tag may come to mean another image, and no run is started then: name it by its digest"
              + " (@sha256:…)";
      tell(State.WARNING, "image " + image, what, null);
    }
    tell(State.STARTED, title, message, null);
  }

  /**
   * Tells the progress that it has printed.
   *
   * @return its last line, if that says that all is not well although its exit code is 0
   */
  public Optional<String> readOutput() throws IOException {
    var output = lastOutput();
    ToolLine.read(output)
        .forEach(line -> tell(line.stateOrFound(), line.subject(), line.message(), line.millis()));
    return ToolLine.refusal(output);
  }

  private String lastOutput() throws IOException {
    var file = shared.lastOutput(item.name());
    // A link may lead out of its folder, to what it is not to tell.
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    try (var content = Files.newInputStream(file)) {
      return new String(content.readNBytes(LONGEST_OUTPUT), StandardCharsets.UTF_8);
    }
  }

  void tell(State state, String subject, @Nullable String message, @Nullable Long millis) {
    journal.tell(phase(), state, subject, message, millis);
  }
}
