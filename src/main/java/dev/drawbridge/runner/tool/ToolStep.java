package dev.drawbridge.runner.tool;

import dev.drawbridge.api.MigrateStep;
import dev.drawbridge.api.RunStep;
import dev.drawbridge.report.AppliedVersions;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.report.SharedFolder;
import dev.drawbridge.report.ToolLine;
import dev.drawbridge.runner.database.RunDatabase;
import dev.drawbridge.runner.database.ServerError;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.database.Trouble;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A step of the user's own, before and after its container.
 *
 * @param place in spec.migrate, from 0
 */
public record ToolStep(
    int place,
    RunStep spec,
    SharedFolder shared,
    Sessions sessions,
    Journal journal,
    Progress progress) {

  private String title() {
    return MigrateStep.title(place, spec);
  }

  /** Gets all ready for the container: how to connect, and whether it has anything to do. */
  public void prepare(RunDatabase database) throws IOException, SQLException {
    database.letToolsIn(shared);
    Files.createDirectories(shared.step(place));
    // Its user may be another one than ours.
    Files.setPosixFilePermissions(shared.step(place), PosixFilePermissions.fromString("rwxrwxrwx"));
    progress.enter(place);
    var version = spec.version();
    var found = version == null ? Optional.<String>empty() : read(version, false);
    progress.found(found.orElse(null));
    if (version != null && found.filter(version.to()::equals).isPresent()) {
      Files.createFile(shared.skip(place));
      leave(version.to());
      tell(State.SKIPPED, title(), "version " + version.to() + " is reached already", null);
    } else {
      warnOfTag();
      tell(State.STARTED, title(), found.map(from -> "from version " + from).orElse(null), null);
    }
  }

  private void warnOfTag() {
    if (!spec.image().contains("@sha256:")) {
      var what =
          "a tag may come to mean another image, and no run is started then: name it by its digest (@sha256:…)";
      tell(State.WARNING, "image " + spec.image(), what, null);
    }
  }

  /**
   * Looks at what the container has done, which has ended with exit code 0.
   *
   * @param since when it was got ready, to now
   */
  public void settle(Duration since) throws IOException, SQLException {
    progress.enter(place);
    if (Files.exists(shared.skip(place))) {
      return;
    }
    var output = lastOutput();
    ToolLine.read(output)
        .forEach(line -> tell(line.stateOrFound(), line.subject(), line.message(), line.millis()));
    var refusal = ToolLine.refusal(output);
    var problems = new ToolProblem(title(), journal::quote);
    if (refusal.isPresent()) {
      throw failed(problems.saysNotOk(refusal.get()));
    }
    var version = spec.version();
    var found = version == null ? Optional.<String>empty() : read(version, true);
    if (version != null && found.filter(version.to()::equals).isEmpty()) {
      throw failed(problems.versionNotReached(version, found));
    }
    tell(State.APPLIED, title(), "exit code 0", since.toMillis());
    progress.done(version == null ? null : version.to());
    if (version != null) {
      leave(version.to());
    }
  }

  private void leave(String version) {
    progress.leave(version, new AppliedVersions(null, List.of(version)));
  }

  private RuntimeException failed(dev.drawbridge.runner.process.Ending ending) {
    tell(State.FAILED, title(), ending.message(), null);
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

  /** Bounded by the one who wrote it; what a broken one wrote beyond that is not read. */
  private String lastOutput() throws IOException {
    var file = shared.lastOutput(place);
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try (var content = Files.newInputStream(file)) {
      return new String(content.readNBytes(LONGEST_OUTPUT), StandardCharsets.UTF_8);
    }
  }

  private static final int LONGEST_OUTPUT = 64 * 1024;

  private void tell(State state, String subject, @Nullable String message, @Nullable Long millis) {
    journal.tell(RunPhase.TOOL, state, subject, message, millis);
  }
}
