package dev.drawbridge.runner.process;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;

/**
 * What one of our containers tells the next one of the same run, in a file: how far the run has
 * come, so that the last one can sum up.
 *
 * @param sequence the number of the last event that was told
 * @param remarks what somebody who reads that all is well should still know
 */
public record Handover(
    int sequence,
    Progress.Memory progress,
    List<String> remarks,
    @JsonFormat(shape = JsonFormat.Shape.STRING) Instant at) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  public Handover {
    remarks = remarks == null ? List.of() : List.copyOf(remarks);
  }

  /** Puts it whole in the place of the one before, or leaves that as it is. */
  public void write(Path file) throws IOException {
    var part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.write(part, MAPPER.writeValueAsBytes(this));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * The end where it cannot be written. Nothing is lost by that: the history says what is applied.
   */
  public static Ending failed(IOException unwritable, Progress progress) {
    return Ending.of(
        Exit.INTERRUPTED,
        Reason.INTERRUPTED,
        new Sentences(
            "The run cannot go on in its next container, since the folder that they share cannot be written to: %s."
                .formatted(FileComplaint.of(unwritable)),
            Standing.of(progress),
            "Let the tools write less to their folders in it, then %s."
                .formatted(Place.here().retry())));
  }

  public static Handover read(Path file) {
    try {
      return MAPPER.readValue(Files.readAllBytes(file), Handover.class);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the container before this one has left no word", unreadable);
    }
  }
}
