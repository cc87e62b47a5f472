package dev.drawbridge.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of the progress that a user's own tool may print: JSON with {@code v} and {@code
 * subject}, and what else it knows. Whatever else it prints is passed over.
 *
 * @param version of this format, 1
 * @param state what became of the subject; found, if it does not say
 * @param millis how long it took, in milliseconds
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ToolLine(
    @JsonProperty("v") int version,
    RunEvent.@Nullable State state,
    String subject,
    @Nullable String message,
    @Nullable Long millis) {

  private static final JsonMapper MAPPER = new JsonMapper();

  /** The lines of this kind in {@code output}, in their order. */
  public static List<ToolLine> read(String output) {
    return output.lines().flatMap(line -> parse(line.strip()).stream()).toList();
  }

  private static Optional<ToolLine> parse(String line) {
    if (!line.startsWith("{")) {
      return Optional.empty();
    }
    try {
      var read = MAPPER.readValue(line, ToolLine.class);
      return read.version() >= 1 && read.subject() != null ? Optional.of(read) : Optional.empty();
    } catch (JsonProcessingException another) {
      return Optional.empty();
    }
  }

  public RunEvent.State stateOrFound() {
    return Objects.requireNonNullElse(state, RunEvent.State.FOUND);
  }

  /**
   * The last line of {@code output}, if it is a JSON object that says {@code "ok": false}: the tool
   * has failed whatever its exit code is.
   */
  public static Optional<String> refusal(String output) {
    return output
        .lines()
        .filter(line -> !line.isBlank())
        .reduce((first, second) -> second)
        .map(String::strip)
        .filter(ToolLine::saysNotOk);
  }

  private static boolean saysNotOk(String line) {
    if (!line.startsWith("{")) {
      return false;
    }
    try {
      var ok = MAPPER.readTree(line).get("ok");
      return ok != null && ok.isBoolean() && !ok.booleanValue();
    } catch (JsonProcessingException another) {
      return false;
    }
  }
}
