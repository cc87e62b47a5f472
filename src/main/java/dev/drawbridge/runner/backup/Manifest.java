package dev.drawbridge.runner.backup;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is said beside a backup. It is written last, so whatever has one is whole.
 *
 * @param version of this format, 1
 * @param migration namespace and name, joined by a slash
 * @param file the name of the backup in the same folder
 * @param system which database it is of, as {@code Closing.Database} has it
 * @param database its name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Manifest(
    @JsonProperty("v") int version,
    String migration,
    String run,
    String file,
    long bytes,
    String sha256,
    String system,
    String database,
    @JsonFormat(shape = JsonFormat.Shape.STRING) Instant at) {

  static final int VERSION = 1;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  byte[] text() throws IOException {
    return MAPPER.writeValueAsBytes(this);
  }

  /** What {@code file} says; empty if that is no manifest of ours. */
  static Optional<Manifest> read(Path file) {
    try {
      return Optional.of(MAPPER.readValue(Files.readAllBytes(file), Manifest.class))
          .filter(Manifest::isWhole);
    } catch (IOException another) {
      return Optional.empty();
    }
  }

  private boolean isWhole() {
    return version >= 1
        && at != null
        && Stream.of(migration, run, file, sha256, system, database)
            .allMatch(text -> text != null && !text.isEmpty());
  }
}
