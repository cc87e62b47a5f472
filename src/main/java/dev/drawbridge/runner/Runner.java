package dev.drawbridge.runner;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.runner.plan.ToldPlan;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.RedactedStream;
import dev.drawbridge.runner.process.Redaction;
import dev.drawbridge.runner.process.ReportFile;
import dev.drawbridge.runner.process.StopSignal;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The runner's process: sets up what it tells, does the work, and ends with the exit code. */
public final class Runner {

  private final Place place;
  private final RunnerInput input;
  private final Patience patience;
  private final Clock clock;
  private final Consumer<ToldPlan> onPlan;
  private final Redaction redaction;
  private final Journal journal;
  private final Progress progress = new Progress();
  private final StopSignal stop = new StopSignal();
  private final HeadStart headStart = HeadStart.begin();

  /** Given up where the memory is full, so that the end can be told. */
  @SuppressWarnings("UnusedVariable")
  private byte @Nullable [] reserve = new byte[1 << 20];

  Runner(
      Place place,
      RunnerInput input,
      Patience patience,
      Clock clock,
      PrintStream output,
      Redaction redaction,
      Consumer<ToldPlan> onPlan) {
    this.place = placeOf(input, place);
    this.input = input;
    this.patience = patience;
    this.clock = clock;
    this.redaction = redaction;
    this.onPlan = onPlan;
    var file = new ReportFile(input.reportFile(), input.reportBytes());
    this.journal = new Journal(clock, output, file, redaction);
  }

  private static Place placeOf(RunnerInput input, Place given) {
    if (input.checksOnly() != null) {
      return Place.FOLLOW_UP;
    }
    var goesBack = input.undoTo() != null || input.restored() != null || input.export() != null;
    return goesBack ? Place.ROLLBACK : given;
  }

  /** Runs what {@code environment} asks for; returns the exit code of the process. */
  public static int run(Map<String, String> environment) {
    var redaction = new Redaction();
    System.setErr(RedactedStream.over(System.err, redaction));
    Place place;
    RunnerInput input;
    try {
      place = Place.of(environment.get(Place.VARIABLE));
      input = RunnerInput.fromEnvironment(environment);
    } catch (RuntimeException wrong) {
      System.err.println(wrong.getMessage());
      return Exit.INTERNAL_ERROR.code();
    }
    var output = System.out;
    // Only report lines go to standard output, whatever a library prints.
    System.setOut(System.err);
    var runner = new Runner(place, input, Patience.DEFAULT, clock(), output, redaction, _ -> {});
    try {
      return runner.run().code();
    } finally {
      // It may hold a last line without an end.
      System.err.close();
    }
  }

  private static Clock clock() {
    return Clock.tickMillis(ZoneOffset.UTC);
  }

  /**
   * Says what a run with {@code input} would do, in this process, and changes nothing. Whoever
   * calls it sits at a terminal.
   *
   * @param output gets the lines of the report
   * @param onPlan is given the plan, and once more after a rehearsal; not at all if the run is
   *     refused
   * @return {@link Exit#PLANNED} if all is well
   */
  public static Exit plan(RunnerInput input, PrintStream output, Consumer<ToldPlan> onPlan) {
    if (!input.planOnly()) {
      throw new IllegalArgumentException("the input asks for more than a plan");
    }
    var redaction = new Redaction();
    var shown = System.err;
    try (var clean = RedactedStream.over(shown, redaction)) {
      System.setErr(clean);
      return new Runner(Place.TERMINAL, input, Patience.DEFAULT, clock(), output, redaction, onPlan)
          .run();
    } finally {
      System.setErr(shown);
    }
  }

  Exit run() {
    return place.during(this::runHere);
  }

  private Exit runHere() {
    try (var interruption =
        new Interruption(stop, patience, this::endUnwinding, !isPartOfACommand())) {
      interruption.watch(Duration.between(clock.instant(), input.deadline()));
      var exit =
          switch (work(interruption)) {
            case StretchEnd.OfRun(var ending) -> journal.close(ending, progress);
            case StretchEnd.HandedOver() -> journal.exit();
          };
      interruption.finished(exit);
      return exit;
    }
  }

  /** Whether this process goes on after the run, to say what has come of it. */
  private boolean isPartOfACommand() {
    return place == Place.TERMINAL && input.planOnly();
  }

  private StretchEnd work(Interruption interruption) {
    var isAfterChanges = false;
    try {
      var spec = spec();
      var work =
          new Work(
              input, spec, patience, redaction, journal, progress, stop, clock, onPlan, headStart);
      isAfterChanges = work.isAfterChanges();
      return work.run(interruption::cancels);
    } catch (Exception | Error thrown) {
      reserve = null;
      var ending = UnexpectedEnding.of(thrown, stop, progress, journal::quote);
      if (ending.exit() == Exit.INTERNAL_ERROR) {
        thrown.printStackTrace();
      }
      return new StretchEnd.OfRun(told(isAfterChanges ? ending.afterOthers() : ending));
    }
  }

  private Ending told(Ending ending) {
    return input.undoTo() == null ? ending : ending.ofUndo(progress.undoneCount());
  }

  private MigrationSpec spec() {
    try {
      return SpecInput.read(input.spec());
    } catch (JsonProcessingException malformed) {
      throw Ending.refused(Reason.UNSUPPORTED_SPEC, "The spec is not JSON.").asException();
    }
  }

  /** The run was asked to stop, but does not come back: tell the end in its place. */
  private Exit endUnwinding(Reason reason) {
    var ending = place.during(() -> told(UnexpectedEnding.abandoned(reason, progress)));
    return journal.close(ending, progress);
  }
}
