package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits that protect the database and those who use it. Durations are written as 500ms, 5s, 10m,
 * 1h30m.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Guardrails(
    @JsonPropertyDescription(
            "How long the whole run may take, from its start to its verification. What is under way then is"
                + " interrupted and rolled back. Default: 30m.")
        @ValidationRule(value = TimeSpan.RULE, message = TimeSpan.RULE_MESSAGE)
        @Size(max = 32)
        @Nullable String deadline,
    @JsonPropertyDescription(
            "How long one statement may wait for a lock (lock_timeout of PostgreSQL, busy timeout of SQLite), so that others do not queue up"
                + " behind it. Default: 5s.")
        @ValidationRule(value = TimeSpan.RULE, message = TimeSpan.RULE_MESSAGE)
        @Size(max = 32)
        @Nullable String lockTimeout,
    @JsonPropertyDescription(
            "How long one statement may run (statement_timeout of PostgreSQL; a SQLite statement is interrupted). Default: 10m.")
        @ValidationRule(value = TimeSpan.RULE, message = TimeSpan.RULE_MESSAGE)
        @Size(max = 32)
        @Nullable String statementTimeout,
    @JsonPropertyDescription(
            "How often a script is tried again that waited too long for a lock, after a pause of about 1s, 2s, 4s and so"
                + " on. Scripts that run outside a transaction are not. Default: 3.")
        @Min(0)
        @Max(20)
        @Nullable Integer lockRetries,
    @JsonPropertyDescription(
            "What happens if a pending script has a statement that loses data (DROP TABLE, DROP COLUMN, TRUNCATE,"
                + " DELETE or UPDATE without WHERE, …) and does not say why: Warn tells it in the timeline, Refuse ends"
                + " the run before anything is applied, Approve asks for an approval of the plan first (see approvals)."
                + " Default: Warn.")
        @Nullable Destructive destructive,
    @JsonPropertyDescription(
            "Whether all pending scripts are first run in one transaction that is rolled back. It shows which locks they"
                + " take and how long they need, and ends the run before anything is applied if one fails. While it runs"
                + " its locks keep others waiting, as those of the run itself do. PostgreSQL only. Default: false.")
        @Nullable Boolean rehearse) {

  public static final Guardrails DEFAULTS = new Guardrails(null, null, null, null, null, null);

  /** What happens to scripts that lose data. */
  public enum Destructive {
    @JsonProperty("Warn")
    WARN,
    @JsonProperty("Refuse")
    REFUSE,
    @JsonProperty("Approve")
    APPROVE
  }

  /** Whether scripts that lose data, and do not say why, are refused. */
  public boolean refusesDestructive() {
    return destructive == Destructive.REFUSE;
  }

  /** Whether scripts that lose data, and do not say why, wait for somebody who approves of it. */
  public boolean asksForDestructive() {
    return destructive == Destructive.APPROVE;
  }

  /** Whether a rehearsal comes before the scripts. */
  public boolean rehearsesFirst() {
    return Boolean.TRUE.equals(rehearse);
  }

  public Duration deadlineOrDefault() {
    return TimeSpan.parse(deadline, Duration.ofMinutes(30));
  }

  public Duration lockTimeoutOrDefault() {
    return TimeSpan.parse(lockTimeout, Duration.ofSeconds(5));
  }

  public int lockRetriesOrDefault() {
    return lockRetries == null ? 3 : lockRetries;
  }

  public Duration statementTimeoutOrDefault() {
    return TimeSpan.parse(statementTimeout, Duration.ofMinutes(10));
  }
}
