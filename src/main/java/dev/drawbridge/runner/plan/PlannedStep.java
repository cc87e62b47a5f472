package dev.drawbridge.runner.plan;

import dev.drawbridge.api.MigrateStep;
import dev.drawbridge.api.RunStep;
import dev.drawbridge.report.AppliedVersions;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One step of a plan: what it finds, and what it is going to do. */
public sealed interface PlannedStep {

  /** Where it stands in spec.migrate, from 0. */
  int place();

  /** Its version as it was found; null if it has none. */
  @Nullable String now();

  /** Its version when all is done; null if it has none. */
  @Nullable String after();

  /**
   * A step of scripts.
   *
   * @param schema the one that holds its history; null if it is the connection's own
   * @param baseline the version that the database is taken to be at when its history begins; null
   *     if a history is there, or begins empty
   * @param applied the versions that are applied
   * @param pending in the order in which they are applied
   */
  record Scripts(
      int place,
      @Nullable String schema,
      @Nullable String baseline,
      @Nullable String now,
      AppliedVersions applied,
      List<PlannedScript> pending)
      implements PlannedStep {

    public Scripts {
      pending = List.copyOf(pending);
    }

    @Override
    public @Nullable String after() {
      var found = now == null ? baseline : now;
      return pending.stream()
          .map(PlannedScript::version)
          .filter(Objects::nonNull)
          .reduce((first, last) -> last)
          .orElse(found);
    }
  }

  /**
   * A tool of the user's own.
   *
   * @param now its version as it was found; null if it has none yet, or does not say
   */
  record Tool(int place, RunStep spec, @Nullable String now) implements PlannedStep {

    /** Whether it is left out, because its version is there already. */
    public boolean reached() {
      var version = spec.version();
      return version != null && version.to().equals(now);
    }

    /** What people call it. */
    public String title() {
      return MigrateStep.title(place, spec);
    }

    @Override
    public @Nullable String after() {
      var version = spec.version();
      return version == null ? now : version.to();
    }
  }
}
