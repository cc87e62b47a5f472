package dev.drawbridge.runner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.SpecReader;
import dev.drawbridge.report.PlainJson;
import java.util.Map;
import java.util.Optional;

/**
 * The spec that a run is given. The operator has read it before and it is seldom wrong, so it is
 * read the short way; what does not fit is left to {@link SpecReader}, which can say why.
 */
final class SpecInput {

  private SpecInput() {}

  /**
   * The spec, with a note of what is not supported of it.
   *
   * @throws JsonProcessingException if {@code json} is not JSON
   */
  static MigrationSpec read(String json) throws JsonProcessingException {
    var plain = readPlainly(json);
    return plain.isPresent() ? plain.get() : SpecReader.read(new JsonMapper().readTree(json));
  }

  /** The same; empty if something of it does not fit. */
  static Optional<MigrationSpec> readPlainly(String json) {
    try {
      return PlainJson.read(json) instanceof Map<?, ?> fields
          ? Optional.of(SpecReader.checked(RecordReader.read(fields, MigrationSpec.class)))
          : Optional.empty();
    } catch (IllegalArgumentException doesNotFit) {
      return Optional.empty();
    }
  }
}
