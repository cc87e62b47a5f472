package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a Rollback takes back, and how. It is done once, as it was written at first. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "[has(self.undo), has(self.run), has(self.restore), has(self.disable)].exists_one(given, given)",
    message =
        "write exactly one of undo (the undo scripts beside the migration's own), run (a container of your own), restore (the backup that a run has made) and"
            + " disable (the database stays as it is)")
@ValidationRule(
    value = "self == oldSelf",
    message = "a Rollback is done once, as it was written: make another one with another name")
@ValidationRule(
    value = "!has(self.disable) || !has(self.verify)",
    message = "disable starts nothing, so there is nothing to verify: take verify out")
@ValidationRule(
    value = "!has(self.disable) || !has(self.export)",
    message =
        "disable leaves the database as it is and starts nothing, so nothing is lost: take export out")
public record RollbackSpec(
    @Required
        @JsonPropertyDescription("The Migration in the same namespace that is taken back.")
        @Size(min = 1, max = 63)
        String migration,
    @Required
        @JsonPropertyDescription("Why, for the record: it is shown wherever the Rollback is.")
        @Size(min = 1, max = 1024)
        String reason,
    @JsonPropertyDescription(
            "Run the undo scripts, U7__add_orders.sql beside V7__add_orders.sql, newest first.")
        @Nullable Undo undo,
    @JsonPropertyDescription("Run a container of your own that takes the migration back.")
        @Nullable RunStep run,
    @JsonPropertyDescription(
            "Put the backup back that a run of the Migration has made before it changed anything. What was written since"
                + " is lost. Refused while anybody else is connected.")
        @Nullable Restore restore,
    @JsonPropertyDescription(
            "Leave the database as it is, and close the gate for what the last verified run has brought.")
        @Nullable Disable disable,
    @JsonPropertyDescription(
            "What is saved first, so that it can be looked at later. If that fails, the Rollback has failed and nothing"
                + " was changed.")
        @Nullable Export export,
    @JsonPropertyDescription(
            "Revert (default): Deployments that ask for what is taken back get their last template that asks for"
                + " nothing of it. Keep: they are held as they are; their pods go on.")
        @Nullable Deployments deployments,
    @JsonPropertyDescription(
            "Whether a run of the Migration that is under way is stopped first. Otherwise its end is waited for.")
        @Nullable Boolean interrupt,
    @JsonPropertyDescription("Checks of the result.") @Size(max = 50) List<Check> verify) {

  public RollbackSpec {
    verify = verify == null ? List.of() : List.copyOf(verify);
  }

  /** The way that leaves the database as it is. */
  public static final String DISABLE = "disable";

  /** How far the undo scripts go. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Undo(
      @Required
          @JsonPropertyDescription(
              "The version that stays, the newest one afterwards. It must be applied.")
          @ValidationRule(value = SchemaVersions.RULE, message = SchemaVersions.RULE_MESSAGE)
          @Size(max = 50)
          String to) {}

  /** Which backup is put back. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Restore(
      @JsonPropertyDescription(
              "The run that has made it, of status.run or status.history. Default: the last verified one that has changed"
                  + " anything.")
          @Size(min = 1, max = 16)
          @Nullable String run) {}

  /** Nothing is run. */
  public record Disable() {}

  /** What becomes of the Deployments that ask for what is taken back. */
  public enum Deployments {
    REVERT("Revert"),
    KEEP("Keep");

    private final String word;

    Deployments(String word) {
      this.word = word;
    }

    @JsonValue
    public String word() {
      return word;
    }

    @JsonCreator
    static Deployments of(String word) {
      return Arrays.stream(values())
          .filter(one -> one.word.equals(word))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("neither Revert nor Keep: " + word));
    }
  }

  public boolean reverts() {
    return deployments != Deployments.KEEP;
  }

  public boolean interrupts() {
    return Boolean.TRUE.equals(interrupt);
  }

  /** The one way back that is given, as its field is named. */
  public String way() {
    if (undo != null) {
      return "undo";
    }
    if (restore != null) {
      return "restore";
    }
    return run != null ? "run" : DISABLE;
  }
}
