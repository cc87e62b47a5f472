package dev.drawbridge.runner.migrate;

import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Place;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/**
 * Whether the scripts that are given fit the history: nothing missing, nothing changed, nothing out
 * of order, nothing half done. Every rule names the scripts and says what to do.
 */
final class HistoryRules {

  private final History history;
  private final String repair;

  /** Rules for {@code history}; {@code repair} is what takes its failed rows out. */
  HistoryRules(History history, String repair) {
    this.history = history;
    this.repair = repair;
  }

  /** The first rule that is broken. */
  Optional<Ending> problem() {
    return failed().or(this::missing).or(this::changed).or(this::outOfOrder);
  }

  Optional<Ending> failed() {
    return ending(
        Reason.FAILED_SCRIPT_IN_HISTORY,
        history.in(
            MigrationState.FAILED, MigrationState.MISSING_FAILED, MigrationState.FUTURE_FAILED),
        named ->
            "%s failed half-way in an earlier run, outside a transaction. Bring the database to where it was before the script (or finish it by hand), then run: %s and %s."
                .formatted(named, repair, Place.here().retry()));
  }

  private Optional<Ending> missing() {
    return ending(
        Reason.MISSING_SCRIPT,
        history.in(MigrationState.MISSING_SUCCESS, MigrationState.FUTURE_SUCCESS),
        "The history has %s, but it is not among the scripts that are given. Put it back, unchanged."
            ::formatted);
  }

  private Optional<Ending> changed() {
    return ending(
        Reason.CHECKSUM_CHANGED,
        history.all().stream().filter(HistoryRules::isChanged).toList(),
        "%s was changed after it had been applied. Put the old text back, and write what is new as a new script. If it never was applied, another application's scripts have this history: give each a schema of its own (flyway.schemas)."
            ::formatted);
  }

  private static boolean isChanged(MigrationInfo script) {
    return script.isVersioned()
        && script.getState().isApplied()
        && script.getState().isResolved()
        && !script.getType().isSynthetic()
        && (!script.isChecksumMatching()
            || !script.isDescriptionMatching()
            || !script.isTypeMatching());
  }

  private Optional<Ending> outOfOrder() {
    return ending(
        Reason.OUT_OF_ORDER,
        history.in(MigrationState.IGNORED),
        named ->
            "%s has a lower version than one that is already applied (%s). Give it a higher version."
                .formatted(named, history.current()));
  }

  private static Optional<Ending> ending(
      Reason reason, List<MigrationInfo> scripts, UnaryOperator<String> sentence) {
    if (scripts.isEmpty()) {
      return Optional.empty();
    }
    var names =
        scripts.stream().limit(5).map(MigrationInfo::getScript).collect(Collectors.joining(", "));
    var all = scripts.size() > 5 ? names + " and " + (scripts.size() - 5) + " more" : names;
    return Optional.of(
        Ending.refused(reason, scripts.getFirst().getScript(), null, sentence.apply(all), ""));
  }
}
