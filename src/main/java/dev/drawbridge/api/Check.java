package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One assertion about the database, or about a service, before or after the migration. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "[has(self.sql), has(self.schema), has(self.http), has(self.run)].exists_one(given, given)",
    message = Check.EXACTLY_ONE)
@ValidationRule(value = "!has(self.run) || !has(self.run.version)", message = Check.NO_VERSION)
public record Check(
    @Required
        @JsonPropertyDescription("The name of the check: its assertion ID in reports.")
        @Size(min = 1, max = 128)
        String name,
    @JsonPropertyDescription("A query, and what its result must be.") @Nullable Sql sql,
    @JsonPropertyDescription("Objects that must exist, or must not.") @Nullable Schema schema,
    @JsonPropertyDescription("A URL, and what must be answered there.") @Nullable Http http,
    @JsonPropertyDescription(
            "A container of your own whose exit code decides: 0 is passed. If its last line of output is a JSON object"
                + " with ok: false, it has not passed either. It may be started more than once, so it must change"
                + " nothing.")
        @Nullable RunStep run) {

  static final String EXACTLY_ONE =
      "write exactly one of sql (a query and what it must find), schema (tables and functions that must exist),"
          + " http (a URL and what must be answered there) and run (a container whose exit code decides)";

  static final String NO_VERSION =
      "a check has no version: only a step of migrate leads to one. Compare a version by a check with sql";

  /** A query whose first column of the first row, or number of rows, is compared. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Sql(
      @Required
          @JsonPropertyDescription("One SQL statement that returns rows.")
          @Size(min = 1, max = 16384)
          String query,
      @Required @JsonPropertyDescription("What the result must be.") Expect expect,
      @JsonPropertyDescription(
              "Default true: the query runs in a read-only transaction that is rolled back. Write false for a query"
                  + " that must write, such as one that tries a lock function; it is then committed.")
          @Nullable Boolean readOnly) {

    public boolean runsReadOnly() {
      return !Boolean.FALSE.equals(readOnly);
    }
  }

  /** Exactly one expectation. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @ValidationRule(
      value =
          "[has(self.equals), has(self.atLeast), has(self.atMost), has(self.rows)].exists_one(given, given)",
      message = "write exactly one of equals, atLeast, atMost and rows")
  public record Expect(
      @JsonProperty("equals")
          @JsonPropertyDescription(
              "The first column of the first row, as the database writes it as text: 0, a word; for a boolean t or f in PostgreSQL, 1 or 0 in SQLite. Quote it if it is"
                  + " not an integer.")
          @Nullable IntOrString equalTo,
      @JsonPropertyDescription(
              "The first column of the first row is a number, and at least this one. Quote it if it is not an"
                  + " integer.")
          @Nullable IntOrString atLeast,
      @JsonPropertyDescription(
              "The first column of the first row is a number, and at most this one. Quote it if it is not an integer.")
          @Nullable IntOrString atMost,
      @JsonPropertyDescription("The number of rows.") @Min(0) @Nullable Integer rows) {}

  /** Named objects of the database. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @ValidationRule(
      value = "has(self.tables) || has(self.functions)",
      message = "name at least one table or function")
  public record Schema(
      @JsonPropertyDescription(
              "Tables (or views), written as name or schema.name; a name alone is looked up in the first of flyway's"
                  + " schemas, else in the connection's search path.")
          @Size(min = 1, max = 200)
          List<Table> tables,
      @JsonPropertyDescription("Functions or procedures, written as name or schema.name.")
          @Size(min = 1, max = 200)
          List<@Size(min = 1, max = 127) String> functions,
      @JsonPropertyDescription(
              "If true, none of the named objects may exist; where columns or indexes are named, only those may not.")
          @Nullable Boolean absent) {

    public Schema {
      tables = tables == null ? List.of() : List.copyOf(tables);
      functions = functions == null ? List.of() : List.copyOf(functions);
    }

    public boolean expectsAbsence() {
      return Boolean.TRUE.equals(absent);
    }
  }

  /** A table, and what must be in it. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Table(
      @Required
          @JsonPropertyDescription("The table, as name or schema.name.")
          @Size(min = 1, max = 127)
          String name,
      @JsonPropertyDescription("Columns of the table.") @Size(max = 200)
          List<@Size(min = 1, max = 63) String> columns,
      @JsonPropertyDescription("Indexes of the table, which must be valid.") @Size(max = 200)
          List<@Size(min = 1, max = 63) String> indexes) {

    public Table {
      columns = columns == null ? List.of() : List.copyOf(columns);
      indexes = indexes == null ? List.of() : List.copyOf(indexes);
    }
  }

  /** A GET request, repeated until it is answered as expected or its time is over. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Http(
      @Required
          @JsonPropertyDescription(
              "What is asked, by GET, from the run's pod. Redirects are not followed; user and password cannot be part"
                  + " of it.")
          @Size(max = 2048)
          @ValidationRule(value = Http.URL_RULE, message = Http.URL_MESSAGE)
          String url,
      @JsonPropertyDescription("The status that must be answered. Default 200.") @Min(100) @Max(599)
          @Nullable Integer status,
      @JsonPropertyDescription("Text that the first 64 KiB of the body must contain.")
          @Size(min = 1, max = 1024)
          @Nullable String contains,
      @JsonPropertyDescription(
              "For how long it is asked again until it is answered as expected, such as 30s or 5m. Default 10s. One"
                  + " answer may take 5s.")
          @ValidationRule(value = TimeSpan.RULE, message = TimeSpan.RULE_MESSAGE)
          @Size(max = 50)
          @Nullable String within) {

    static final String URL_PATTERN = "^https?://[^/?#@]+([/?#].*)?$";
    static final String URL_RULE = "self.matches('" + URL_PATTERN + "')";
    static final String URL_MESSAGE =
        "write a URL that begins with http:// or https:// and a host, without user and password";

    public int statusOrDefault() {
      return status == null ? 200 : status;
    }

    /** For how long it is asked again; {@code otherwise} if nothing is written. */
    public Duration withinOr(Duration otherwise) {
      return TimeSpan.parse(within, otherwise);
    }

    public Duration withinOrDefault() {
      return TimeSpan.parse(within, Duration.ofSeconds(10));
    }
  }
}
