package dev.drawbridge.runner.undo;

import dev.drawbridge.api.ScriptName;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.migrate.AppliedScript;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.script.Script;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which scripts are undone to go back to a version, in which order, and what is missing. */
public final class UndoPlan {

  private static final int MOST_NAMED = 30;

  private final String to;
  private final List<AppliedScript> applied;
  private final @Nullable String baseline;
  private final List<AppliedScript> wanted;
  private final Map<String, Script> undoOfVersion = new HashMap<>();

  /**
   * @param to the version that stays; empty if none is to stay but the baseline
   * @param applied of the history, lowest version first
   * @param baseline the version that the history begins at; null if it began empty
   * @param scripts all that are given, of whatever kind
   */
  UndoPlan(
      String to, List<AppliedScript> applied, @Nullable String baseline, List<Script> scripts) {
    this.to = to;
    this.applied = applied;
    this.baseline = baseline;
    this.wanted =
        applied.stream()
            .filter(script -> to.isEmpty() || isAbove(script.version()))
            .sorted(Comparator.comparingInt(AppliedScript::rank).reversed())
            .toList();
    for (var script : scripts) {
      if (script.name().kind() == ScriptName.Kind.UNDO) {
        undoOfVersion.put(Objects.requireNonNull(script.name().version()), script);
      }
    }
  }

  private boolean isAbove(String version) {
    var target = ScriptName.ofVersion(to);
    return target.isPresent() && compare(version, to) > 0;
  }

  /** Why it cannot be done, if so. */
  Optional<Ending> problem() {
    return wrongTarget().or(this::missing);
  }

  private Optional<Ending> wrongTarget() {
    if (to.isEmpty() || isApplied(to)) {
      return Optional.empty();
    }
    var isVersion = ScriptName.ofVersion(to).isPresent();
    var why =
        isVersion && baseline != null && compare(to, baseline) < 0
            ? "Version %s is below %s, the baseline at which the history begins: what came before it was not applied by scripts, and is not undone by them"
                .formatted(to, baseline)
            : isVersion
                ? "Version %s is not applied, so there is no way back to it".formatted(to)
                : "%s is not a version".formatted(to);
    return Optional.of(
        Ending.refused(
            Reason.NOT_AN_APPLIED_VERSION,
            "%s. %s.".formatted(why, whatIsApplied()),
            "Create a new Rollback with a version that is applied."));
  }

  private boolean isApplied(String version) {
    return ScriptName.ofVersion(version).isPresent()
        && (applied.stream().anyMatch(script -> compare(script.version(), version) == 0)
            || (baseline != null && compare(baseline, version) == 0));
  }

  private String whatIsApplied() {
    var versions = new ArrayList<String>();
    if (baseline != null) {
      versions.add(baseline + " (the baseline)");
    }
    applied.forEach(script -> versions.add(script.version()));
    return versions.isEmpty() ? "No version is applied" : "Applied: " + listed(versions.reversed());
  }

  private Optional<Ending> missing() {
    var without =
        wanted.stream().filter(script -> !undoOfVersion.containsKey(canonical(script))).toList();
    if (without.isEmpty()) {
      return Optional.empty();
    }
    var files = without.stream().map(AppliedScript::file).toList();
    return Optional.of(
        Ending.refused(
            Reason.MISSING_UNDO_SCRIPT,
            files.getFirst(),
            null,
            "There is no undo script for %s.".formatted(listed(files)),
            "Add %s, which takes back what %s does%s; then create a new Rollback."
                .formatted(
                    undoFile(without.getFirst()),
                    files.getFirst(),
                    files.size() == 1 ? "" : ", and so on")));
  }

  private static String undoFile(AppliedScript script) {
    return script.file().startsWith("V")
        ? ScriptName.undoOf(script.file())
        : "U%s__<description>.sql".formatted(script.version());
  }

  private static String listed(List<String> names) {
    var more = names.size() - MOST_NAMED;
    return names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }

  /** What is undone, the last that was applied first. */
  public List<UndoneScript> scripts() {
    return wanted.stream()
        .map(script ->
            new UndoneScript(script, Objects.requireNonNull(undoOfVersion.get(canonical(script)))))
        .toList();
  }

  /** The same, as it is done: all in one transaction, or one by one if that cannot be. */
  List<UndoBatch> batches() {
    var scripts = scripts();
    var isOneTransaction = scripts.stream().allMatch(script -> script.undo().transactional());
    return isOneTransaction && !scripts.isEmpty()
        ? List.of(new UndoBatch(scripts, true))
        : scripts.stream().map(UndoBatch::alone).toList();
  }

  /** 7, 7.0 and 07 are one version, also where an undo script writes it in another way. */
  private static String canonical(AppliedScript script) {
    return String.valueOf(name(script.version()).version());
  }

  private static int compare(String one, String other) {
    return ScriptName.BY_VERSION.compare(name(one), name(other));
  }

  private static ScriptName name(String version) {
    return ScriptName.ofVersion(version)
        .orElseThrow(() -> new IllegalArgumentException("not a version: " + version));
  }
}
