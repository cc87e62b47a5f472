package dev.drawbridge.runner.migrate;

import dev.drawbridge.report.AppliedVersions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;

/** What Flyway's history says about a database. */
public record History(List<MigrationInfo> all) {

  static History of(MigrationInfoService info) {
    return new History(List.of(info.all()));
  }

  private List<MigrationInfo> versions() {
    return all.stream()
        .filter(MigrationInfo::isVersioned)
        .filter(script -> script.getState().isApplied() && !script.getState().isFailed())
        .filter(script -> script.getState() != MigrationState.UNDONE)
        .filter(script -> script.getVersion() != null)
        .sorted(Comparator.comparing(MigrationInfo::getVersion))
        .toList();
  }

  /** The highest version that is applied; null if none is. */
  public @Nullable String current() {
    var versions = versions();
    return versions.isEmpty() ? null : versions.getLast().getVersion().getVersion();
  }

  /** The version that the database was taken to be at when its history began. */
  public Optional<String> baseline() {
    return all.stream()
        .filter(script -> script.getType() != null && script.getType().isBaseline())
        .filter(script -> script.getState().isApplied())
        .map(script -> script.getVersion().getVersion())
        .findFirst();
  }

  /** All versions that are applied, lowest first. */
  public AppliedVersions applied() {
    var versions = versions().stream().map(script -> script.getVersion().getVersion()).toList();
    return new AppliedVersions(baseline().orElse(null), versions);
  }

  /** The scripts with a version that are applied, lowest first: those that can be undone. */
  public List<AppliedScript> appliedScripts() {
    return versions().stream()
        .filter(script -> script.getState() != MigrationState.DELETED)
        .filter(script -> !script.getType().isSynthetic() && !script.getType().isUndo())
        .map(AppliedScript::of)
        .toList();
  }

  /** Whether {@code script}, which has just been applied, is committed. */
  boolean hasApplied(MigrationInfo script) {
    return all.stream()
        .filter(row -> row.getScript().equals(script.getScript()))
        .anyMatch(row ->
            row.getState() == MigrationState.SUCCESS
                || row.getState() == MigrationState.OUT_OF_ORDER);
  }

  /** What is to be applied, in its order. */
  List<MigrationInfo> pending() {
    return in(MigrationState.PENDING);
  }

  /** The files that are to be applied, in their order. */
  List<String> pendingFiles() {
    return pending().stream().map(MigrationInfo::getScript).toList();
  }

  /** Whether it has not begun yet. */
  boolean isEmpty() {
    return all.stream().noneMatch(script -> script.getState().isApplied());
  }

  /** The scripts that are in one of {@code states}. */
  List<MigrationInfo> in(MigrationState... states) {
    return all.stream()
        .filter(script -> Arrays.asList(states).contains(script.getState()))
        .toList();
  }
}
