package dev.drawbridge.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended, in at most 1.5 KiB of JSON. The message says what happened, where, how things
 * stand, and what to do.
 *
 * @param from the schema version that was found
 * @param to the schema version that was left
 * @param applied how many scripts were applied, and tools did their work, in this run
 * @param checks how many checks passed
 * @param failure null if nothing failed
 * @param database which database it was; null if it was not reached
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Closing(
    Exit outcome,
    Reason reason,
    String message,
    @Nullable String from,
    @Nullable String to,
    int applied,
    int checks,
    @Nullable Failure failure,
    @Nullable Database database) {

  /**
   * Where it failed.
   *
   * @param script the file name of the script, or the name of the check
   * @param line in the script, from 1
   * @param sqlState as the database gave it
   * @param statement redacted and clipped
   * @param hint what to do
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Failure(
      @Nullable String script,
      @Nullable Integer line,
      @Nullable String sqlState,
      @Nullable String statement,
      @Nullable String hint) {}

  /**
   * The identity of a database.
   *
   * @param system of PostgreSQL, the identifier of the database system ({@code
   *     pg_control_system()}) as text, or, where the user may not ask for that, {@code oid-} and
   *     the number of the database; of SQLite, the mark that the first run has made in the file
   *     beside the database
   * @param name the name of the database, or the path of its file on the claim
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Database(String system, String name) {}
}
