package dev.drawbridge.runner.tool;

import dev.drawbridge.api.MigrateStep;
import dev.drawbridge.api.RunStep;
import dev.drawbridge.report.AppliedVersions;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.runner.database.ServerError;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.database.Trouble;
import dev.drawbridge.runner.plan.PlannedStep;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A step of the user's own, before and after its container. */
public record ToolStep(
    ToolContainer container, Sessions sessions, Journal journal, Progress progress) {

  private int place() {
    return container.item().place();
  }

  private RunStep spec() {
    return Objects.requireNonNull(container.item().run());
  }

  private String title() {
    return MigrateStep.title(place(), spec());
  }

  /**
   * What it is going to do. A version that cannot be read now is read again when its turn comes.
   */
  public static PlannedStep.Tool plan(int place, RunStep spec, Sessions sessions)
      throws SQLException {
    var version = spec.version();
    if (version == null) {
      return new PlannedStep.Tool(place, spec, null);
    }
    try {
      var found = new ToolVersion(sessions).read(version);
      return new PlannedStep.Tool(place, spec, found.orElse(null));
    } catch (SQLException unanswered) {
      if (ServerError.of(unanswered).trouble() == Trouble.CONNECTION_LOST) {
        throw unanswered;
      }
      return new PlannedStep.Tool(place, spec, null);
    }
  }

  /** Says what is started, or that there is nothing to do. */
  public void announce() throws IOException, SQLException {
    progress.enter(place());
    var version = spec().version();
    var found = version == null ? Optional.<String>empty() : read(version, false);
    progress.found(found.orElse(null));
    if (version != null && found.filter(version.to()::equals).isPresent()) {
      container.leaveOut();
      leave(version.to());
      var why = "version " + version.to() + " is reached already";
      container.tell(State.SKIPPED, title(), why, null);
    } else {
      container.tellStart(title(), found.map(from -> "from version " + from).orElse(null));
    }
  }

  /**
   * Looks at what the container has done, which has ended with exit code 0.
   *
   * @param since when it was got ready, to now
   */
  public void settle(Duration since) throws IOException, SQLException {
    progress.enter(place());
    if (container.isLeftOut()) {
      return;
    }
    var refusal = container.readOutput();
    var problems = new ToolProblem(title(), journal::quote);
    if (refusal.isPresent()) {
      throw failed(problems.saysNotOk(refusal.get()));
    }
    var version = spec().version();
    var found = version == null ? Optional.<String>empty() : read(version, true);
    if (version != null && found.filter(version.to()::equals).isEmpty()) {
      throw failed(problems.versionNotReached(version, found));
    }
    container.tell(State.APPLIED, title(), "exit code 0", since.toMillis());
    progress.done(version == null ? null : version.to());
    if (version != null) {
      leave(version.to());
    }
  }

  private void leave(String version) {
    progress.leave(version, new AppliedVersions(null, List.of(version)));
  }

  private RuntimeException failed(Ending ending) {
    container.tell(State.FAILED, title(), ending.message(), null);
    return ending.asException();
  }

  private Optional<String> read(RunStep.Version version, boolean hasRun) throws SQLException {
    try {
      return new ToolVersion(sessions).read(version);
    } catch (SQLException unanswered) {
      var error = ServerError.of(unanswered);
      if (error.trouble() == Trouble.CONNECTION_LOST) {
        throw unanswered;
      }
      var problem = new ToolProblem(title(), journal::quote);
      throw failed(problem.versionNotRead(error, hasRun || progress.hasApplied()));
    }
  }
}
