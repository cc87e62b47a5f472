package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.drawbridge.api.RollbackSpec.Deployments;
import dev.drawbridge.api.RollbackSpec.Disable;
import dev.drawbridge.api.RollbackSpec.Restore;
import dev.drawbridge.api.RollbackSpec.Undo;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The Rollback that the operator makes by itself: a Rollback's spec, of the Migration it is in. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "[has(self.undo), has(self.run), has(self.restore), has(self.disable)].exists_one(given, given)",
    message =
        "write exactly one of undo (the undo scripts beside the migration's own), run (a container of your own),"
            + " restore (the backup that the run has made) and disable (the database stays as it is)")
@ValidationRule(
    value = "!has(self.disable) || !has(self.verify)",
    message = "disable starts nothing, so there is nothing to verify: take verify out")
@ValidationRule(
    value = "!has(self.disable) || !has(self.export)",
    message =
        "disable leaves the database as it is and starts nothing, so nothing is lost: take export out")
public record RollbackTemplate(
    @JsonPropertyDescription("Why, for the record. Default: what has failed.")
        @Size(min = 1, max = 1024)
        @Nullable String reason,
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
    @JsonPropertyDescription("Checks of the result.") @Size(max = 20) List<Check> verify) {

  private static final int LONGEST_REASON = 1024;

  public RollbackTemplate {
    verify = verify == null ? List.of() : List.copyOf(verify);
  }

  /**
   * The Rollback of {@code migration}, because of {@code why} unless another reason is written. The
   * backup that it puts back is that of the run {@code of}, unless another one is written.
   */
  public RollbackSpec of(String migration, String of, String why) {
    var written = Objects.requireNonNullElse(reason, why);
    return new RollbackSpec(
        migration,
        written.substring(0, Math.min(LONGEST_REASON, written.length())),
        undo,
        run,
        restore == null || restore.run() != null ? restore : new Restore(of),
        disable,
        export,
        deployments,
        null,
        verify);
  }
}
