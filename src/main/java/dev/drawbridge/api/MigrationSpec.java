package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a Migration asks for.
 *
 * @param unsupported what of the spec cannot be done, as the beginning of a sentence: a path, and
 *     what is wrong there; null if nothing is. Never written.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "2 * (self.migrate.filter(step, has(step.run)).size()"
            + " + (has(self.backup) && !has(self.backup.sqlite) ? 1 : 0)"
            + " + (has(self.preflight) ? self.preflight.filter(check, has(check.run)).size() : 0)"
            + " + (has(self.verify) ? self.verify.filter(check, has(check.run)).size() : 0)) + 1"
            + " + (has(self.pod) && has(self.pod.sidecars) ? self.pod.sidecars.size() : 0) <= 8",
    message =
        "a run's pod has at most 8 containers: one of Drawbridge's, two for each step or check with run and for a"
            + " backup by pgDump or run, one for each sidecar. Do more in one of them, or split the Migration in two")
@ValidationRule(value = FollowUpSpec.SMOKE_FITS_RULE, message = FollowUpSpec.FITS)
@ValidationRule(value = FollowUpSpec.MONITOR_FITS_RULE, message = FollowUpSpec.FITS)
@ValidationRule(value = FollowUpSpec.TEMPLATE_RULE, message = FollowUpSpec.TEMPLATE)
@ValidationRule(value = FollowUpSpec.EXPORT_RULE, message = FollowUpSpec.EXPORT)
@ValidationRule(value = SqliteRules.ONE_STEP_RULE, message = SqliteRules.ONE_STEP)
@ValidationRule(value = SqliteRules.NO_SCHEMAS_RULE, message = SqliteRules.NO_SCHEMAS)
@ValidationRule(value = SqliteRules.NO_FUNCTIONS_RULE, message = SqliteRules.NO_FUNCTIONS)
@ValidationRule(value = SqliteRules.NO_REHEARSAL_RULE, message = SqliteRules.NO_REHEARSAL)
@ValidationRule(value = ApprovalRules.DIGESTS_RULE, message = ApprovalRules.DIGESTS)
@ValidationRule(value = ApprovalRules.ASKED_RULE, message = ApprovalRules.ASKED)
@ValidationRule(value = Backup.KIND_RULE, message = Backup.KIND)
public record MigrationSpec(
    @Required @JsonPropertyDescription("The database that is migrated.") Database database,
    @JsonPropertyDescription(
            "The application release that this migration belongs to: a commit or an image tag. It is part of the run's"
                + " identity. With it, each referenced ConfigMap must carry the annotation drawbridge.dev/release with"
                + " the same value.")
        @Size(min = 1, max = 128)
        @Nullable String release,
    @JsonPropertyDescription(
            "The Migrations that come first. The run starts when each of them is verified as it is written now, what"
                + " depends on it is rolled out with no old pod left, and its soak time is over.")
        @Size(max = 8)
        List<Dependency> dependsOn,
    @JsonPropertyDescription(
            "Checks that must pass before anything is changed. A failure here has changed nothing.")
        @Size(max = 50)
        List<Check> preflight,
    @JsonPropertyDescription(
            "What stands still while the run works: it is stopped before the run starts, and comes back as it was,"
                + " whatever the outcome. Meanwhile nobody but the operator brings it back.")
        @Size(max = 16)
        List<Workload> quiesce,
    @JsonPropertyDescription(
            "How the database is saved, after the checks of preflight and before anything is changed. If that fails the"
                + " run has failed, and nothing was changed. Nothing is saved where nothing is pending.")
        @Nullable Backup backup,
    @Required
        @JsonPropertyDescription("The steps that change the database, in order.")
        @Size(min = 1, max = 8)
        List<MigrateStep> migrate,
    @JsonPropertyDescription(
            "Checks of the result. The gate opens only after all of them have passed.")
        @Size(max = 50)
        List<Check> verify,
    @JsonPropertyDescription(
            "Checks of the new release, once, when the Deployments that this migration let go are rolled out. A failure"
                + " does not close the gate again. Changing them starts no run.")
        @Nullable Smoke smoke,
    @JsonPropertyDescription(
            "Checks that are repeated for a time after success. Changing them starts no run.")
        @Nullable Monitor monitor,
    @JsonPropertyDescription(
            "What comes after a failure that has left something changed: of the run, of smoke, or of the monitor. Stop"
                + " (default), or Rollback, which is made as rollback says.")
        @Nullable OnFailure onFailure,
    @JsonPropertyDescription("The Rollback that onFailure: Rollback makes, once for a run.")
        @Nullable RollbackTemplate rollback,
    @JsonPropertyDescription("Limits that protect the database and those who use it.")
        @Nullable Guardrails guardrails,
    @JsonPropertyDescription(
            "Once this migration is verified, templates that name a lower schema version than this are not let"
                + " through.")
        @ValidationRule(value = SchemaVersions.RULE, message = SchemaVersions.RULE_MESSAGE)
        @Size(max = 50)
        @Nullable String minimumAppSchema,
    @JsonPropertyDescription(
            "None (default), or Required: a run only plans at first, and applies nothing before exactly this plan was"
                + " approved: kubectl annotate migration NAME drawbridge.dev/approve=DIGEST. It takes the verb approve.")
        @Nullable Approval approval,
    @JsonPropertyDescription(
            "Who must approve, each by drawbridge.dev/approve.NAME=DIGEST: dba, ops, lead. It takes the verb approve on"
                + " migrations/NAME. Without names, one approval by drawbridge.dev/approve is enough.")
        @Size(max = 8)
        @ValidationRule(value = ApprovalRules.NAMES_RULE, message = ApprovalRules.NAMES)
        List<@Size(min = 1, max = 40) String> approvals,
    @JsonPropertyDescription("If true, no new run is started. A run that is under way goes on.")
        @Nullable Boolean suspend,
    @JsonPropertyDescription("How the pod of the run is made.") @Nullable PodSettings pod,
    @JsonIgnore @Nullable String unsupported) {

  public MigrationSpec {
    dependsOn = dependsOn == null ? List.of() : List.copyOf(dependsOn);
    preflight = preflight == null ? List.of() : List.copyOf(preflight);
    quiesce = quiesce == null ? List.of() : List.copyOf(quiesce);
    migrate = migrate == null ? List.of() : List.copyOf(migrate);
    verify = verify == null ? List.of() : List.copyOf(verify);
    approvals = approvals == null ? List.of() : List.copyOf(approvals);
  }

  /** This spec with a note of what of it is not understood. */
  MigrationSpec withUnsupported(String what) {
    return SpecDraft.of(this).unsupported(what).spec();
  }

  /**
   * What of this spec decides what is run: a change of anything else starts no new run. When it may
   * start is not part of it.
   */
  public MigrationSpec ofRun() {
    return SpecDraft.of(this)
        .smoke(null)
        .monitor(null)
        .onFailure(null)
        .rollback(null)
        .approval(null)
        .approvals(List.of())
        .dependsOn(List.of())
        .minimumAppSchema(null)
        .quiesce(List.of())
        .suspend(null)
        .unsupported(null)
        .spec();
  }

  /** What of this spec decides who is let through. */
  public MigrationSpec ofGate() {
    return SpecDraft.of(database).minimumAppSchema(minimumAppSchema).spec();
  }

  /** The checks of this part; the steps of migrate are none. */
  public List<Check> checks(PlanItem.Part part) {
    return switch (part) {
      case PREFLIGHT -> preflight;
      case EXPORT, BACKUP, MIGRATE, RESTORE -> List.of();
      case VERIFY -> verify;
      case SMOKE -> smoke == null ? List.of() : smoke.checks();
      case MONITOR -> monitor == null ? List.of() : monitor.checks();
    };
  }

  /** The names of the ConfigMaps of scripts, each once. */
  public List<String> configMaps() {
    return migrate.stream()
        .flatMap(step -> Stream.ofNullable(step.flyway()))
        .flatMap(flyway -> flyway.configMaps().stream())
        .distinct()
        .toList();
  }

  /**
   * Whether a step is a container of the user's own, of which nobody knows what a repetition does.
   */
  public boolean runsTools() {
    return migrate.stream().anyMatch(step -> step.run() != null);
  }

  /** Whether a run of it must not begin again by itself once it has begun with more than checks. */
  public boolean startsOnce() {
    return runsTools() || backup != null;
  }

  /** What is made after a failure; null if nothing is. */
  public @Nullable RollbackTemplate ownRollback() {
    return onFailure == OnFailure.ROLLBACK ? rollback : null;
  }

  /** Whether people may have to look at a plan of it before it is carried out. */
  public boolean mayNeedApproval() {
    return requiresApproval() || limits().asksForDestructive();
  }

  /** Whether no plan is carried out that was not approved. */
  public boolean requiresApproval() {
    return approval == Approval.REQUIRED;
  }

  @JsonIgnore
  public boolean isSuspended() {
    return Boolean.TRUE.equals(suspend);
  }

  /** What is added to the pod: nothing, if nothing is written. */
  public PodSettings podSettings() {
    return pod == null ? PodSettings.NONE : pod;
  }

  /** The limits that hold: what is written, and the defaults for what is not. */
  public Guardrails limits() {
    return guardrails == null ? Guardrails.DEFAULTS : guardrails;
  }
}
