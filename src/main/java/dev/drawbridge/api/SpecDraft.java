package dev.drawbridge.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link MigrationSpec} on its way: of another one with something changed, or of nothing. */
public final class SpecDraft {

  private Database database;
  private @Nullable String release;
  private List<Dependency> dependsOn = List.of();
  private List<Check> preflight = List.of();
  private List<Workload> quiesce = List.of();
  private @Nullable Backup backup;
  private List<MigrateStep> migrate = List.of();
  private List<Check> verify = List.of();
  private @Nullable Smoke smoke;
  private @Nullable Monitor monitor;
  private @Nullable OnFailure onFailure;
  private @Nullable RollbackTemplate rollback;
  private @Nullable Guardrails guardrails;
  private @Nullable String minimumAppSchema;
  private @Nullable Approval approval;
  private List<String> approvals = List.of();
  private @Nullable Boolean suspend;
  private @Nullable PodSettings pod;
  private @Nullable String unsupported;

  private SpecDraft(Database database) {
    this.database = database;
  }

  /** A draft in which nothing is said but the database. */
  public static SpecDraft of(Database database) {
    return new SpecDraft(database);
  }

  /** A draft that says all that {@code spec} says. */
  public static SpecDraft of(MigrationSpec spec) {
    return new SpecDraft(spec.database())
        .release(spec.release())
        .dependsOn(spec.dependsOn())
        .preflight(spec.preflight())
        .quiesce(spec.quiesce())
        .backup(spec.backup())
        .migrate(spec.migrate())
        .verify(spec.verify())
        .smoke(spec.smoke())
        .monitor(spec.monitor())
        .onFailure(spec.onFailure())
        .rollback(spec.rollback())
        .guardrails(spec.guardrails())
        .minimumAppSchema(spec.minimumAppSchema())
        .approval(spec.approval())
        .approvals(spec.approvals())
        .suspend(spec.suspend())
        .pod(spec.pod())
        .unsupported(spec.unsupported());
  }

  public SpecDraft database(Database value) {
    database = value;
    return this;
  }

  public SpecDraft release(@Nullable String value) {
    release = value;
    return this;
  }

  public SpecDraft dependsOn(List<Dependency> value) {
    dependsOn = value;
    return this;
  }

  public SpecDraft preflight(List<Check> value) {
    preflight = value;
    return this;
  }

  public SpecDraft quiesce(List<Workload> value) {
    quiesce = value;
    return this;
  }

  public SpecDraft backup(@Nullable Backup value) {
    backup = value;
    return this;
  }

  public SpecDraft migrate(List<MigrateStep> value) {
    migrate = value;
    return this;
  }

  public SpecDraft verify(List<Check> value) {
    verify = value;
    return this;
  }

  public SpecDraft smoke(@Nullable Smoke value) {
    smoke = value;
    return this;
  }

  public SpecDraft monitor(@Nullable Monitor value) {
    monitor = value;
    return this;
  }

  public SpecDraft onFailure(@Nullable OnFailure value) {
    onFailure = value;
    return this;
  }

  public SpecDraft rollback(@Nullable RollbackTemplate value) {
    rollback = value;
    return this;
  }

  public SpecDraft guardrails(@Nullable Guardrails value) {
    guardrails = value;
    return this;
  }

  public SpecDraft minimumAppSchema(@Nullable String value) {
    minimumAppSchema = value;
    return this;
  }

  public SpecDraft approval(@Nullable Approval value) {
    approval = value;
    return this;
  }

  public SpecDraft approvals(List<String> value) {
    approvals = value;
    return this;
  }

  public SpecDraft suspend(@Nullable Boolean value) {
    suspend = value;
    return this;
  }

  public SpecDraft pod(@Nullable PodSettings value) {
    pod = value;
    return this;
  }

  public SpecDraft unsupported(@Nullable String value) {
    unsupported = value;
    return this;
  }

  /** The spec, as far as it has come. */
  public MigrationSpec spec() {
    return new MigrationSpec(
        database,
        release,
        dependsOn,
        preflight,
        quiesce,
        backup,
        migrate,
        verify,
        smoke,
        monitor,
        onFailure,
        rollback,
        guardrails,
        minimumAppSchema,
        approval,
        approvals,
        suspend,
        pod,
        unsupported);
  }
}
