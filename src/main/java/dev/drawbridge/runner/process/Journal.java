package dev.drawbridge.runner.process;

import dev.drawbridge.report.AppliedVersions;
import dev.drawbridge.report.Assertion;
import dev.drawbridge.report.BackupSummary;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.PlanSummary;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunLog;
import dev.drawbridge.report.RunPhase;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happens, as it happens: each event is a line on standard output, and goes to the
 * report file. All text is redacted, then clipped.
 */
public final class Journal {

  private static final int LONGEST_MESSAGE = Clip.MESSAGE_BYTES;
  private static final int LONGEST_SUBJECT = 160;
  private static final int LONGEST_VALUE = 240;

  /** A line of dashes and the like. */
  private static final Pattern RULER = Pattern.compile("(?m)^[-=_]{3,}\\s*$");

  private final Clock clock;
  private final PrintStream output;
  private final ReportFile file;
  private final Redaction redaction;
  private int sequence;
  private @Nullable Exit told;
  private boolean isHandedOver;

  public Journal(Clock clock, PrintStream output, ReportFile file, Redaction redaction) {
    this.clock = clock;
    this.output = output;
    this.file = file;
    this.redaction = redaction;
  }

  /** Something happened to {@code subject}. */
  public void tell(RunPhase phase, State state, String subject, @Nullable String message) {
    tell(phase, state, subject, message, null);
  }

  /** Something happened to {@code subject}, and took {@code millis} milliseconds. */
  public synchronized void tell(
      RunPhase phase,
      State state,
      String subject,
      @Nullable String message,
      @Nullable Long millis) {
    tell(clean(phase, state, subject, message, millis));
  }

  /** The same of a check; null if it could compare nothing. */
  public synchronized void tell(
      RunPhase phase,
      State state,
      String subject,
      String message,
      @Nullable Long millis,
      @Nullable Assertion assertion) {
    tell(
        clean(phase, state, subject, message, millis)
            .with(assertion == null ? null : redacted(assertion)));
  }

  /** Something was saved, and proved whole. */
  public synchronized void tell(
      RunPhase phase, String subject, String message, long millis, BackupSummary saved) {
    tell(clean(phase, State.APPLIED, subject, message, millis).with(saved));
  }

  /** The same, with what is known of the plan by now. */
  public synchronized void tell(
      RunPhase phase,
      State state,
      String subject,
      String message,
      @Nullable Long millis,
      PlanSummary plan) {
    tell(clean(phase, state, subject, message, millis).with(plan.clean(redaction::apply)));
  }

  /** Nothing is told after the end, here or in another container. */
  private void tell(RunEvent event) {
    if (told == null && !isHandedOver) {
      write(event);
    }
  }

  private RunEvent clean(
      RunPhase phase,
      State state,
      String subject,
      @Nullable String message,
      @Nullable Long millis) {
    return event(
        phase,
        state,
        Clip.toBytes(redaction.apply(subject), LONGEST_SUBJECT),
        message == null ? null : Clip.toBytes(redaction.apply(message), LONGEST_MESSAGE),
        millis,
        null,
        null);
  }

  private Assertion redacted(Assertion assertion) {
    var snippet = assertion.snippet();
    return new Assertion(
        Clip.toBytes(redaction.apply(assertion.found()), LONGEST_VALUE),
        Clip.toBytes(redaction.apply(assertion.expected()), LONGEST_VALUE),
        assertion.attempts(),
        snippet == null ? null : Clip.toBytes(redaction.apply(snippet), LONGEST_VALUE));
  }

  /** Goes on with the numbers of the container before this one. */
  public synchronized void resume(int last) {
    sequence = last;
  }

  /**
   * The run goes on in another container, and nothing more is told here, once {@code writing} has
   * written down the last number. If that fails, the end is still to be told; if an end was told
   * from outside meanwhile, the run does not go on.
   */
  public synchronized void handOver(Writing writing) throws IOException {
    if (told == null) {
      writing.write(sequence);
      file.flush();
      isHandedOver = true;
    }
  }

  /** Where the next container finds the number of the last event. */
  public interface Writing {

    void write(int sequence) throws IOException;
  }

  /** {@code text} without secrets, for whoever has to cut it before it is told. */
  public String redact(String text) {
    return redaction.apply(text);
  }

  /** What others said, fit for a sentence of ours: without secrets, and on one line. */
  public String quote(String words) {
    return RULER.matcher(redact(words)).replaceAll("").strip().replaceAll("\\s+", " ");
  }

  /**
   * The last two lines: the versions that are applied, where they are known, and the end. Told
   * once: a run that is ended from outside may come to its own end in the same moment.
   *
   * @return the exit that was told, now or before: the one that the process ends with
   */
  public synchronized Exit close(Ending ending, Progress progress) {
    if (told == null && !isHandedOver) {
      told = ending.exit();
      writeEnd(ending, progress);
    }
    return exit();
  }

  /** The exit that was told; without an end of its own, what lets the next container start. */
  public synchronized Exit exit() {
    return told == null ? Exit.VERIFIED : told;
  }

  private void writeEnd(Ending ending, Progress progress) {
    var versions = progress.versions();
    if (versions != null) {
      write(applied(versions));
    }
    var closing = progress.closing(redacted(ending));
    write(
        ClosingLine.fit(
            event(RunPhase.END, State.ENDED, null, null, null, null, closing), file.budget()));
  }

  /** As many of the newest versions as fit beside the closing line. */
  private RunEvent applied(AppliedVersions all) {
    var kept =
        all.versions()
            .subList(
                Math.max(0, all.versions().size() - AppliedVersions.MOST), all.versions().size());
    while (true) {
      var floor = kept.size() == all.versions().size() ? all.floor() : kept.getFirst();
      var event =
          event(
              RunPhase.END, State.FOUND, null, null, null, new AppliedVersions(floor, kept), null);
      var size = RunLog.line(event).getBytes(StandardCharsets.UTF_8).length + 1;
      if (kept.size() <= 1 || size <= file.budgetBesideTheEnd()) {
        return event;
      }
      kept = kept.subList(Math.max(1, kept.size() / 10), kept.size());
    }
  }

  private Ending redacted(Ending ending) {
    var failure = ending.failure();
    return new Ending(
        ending.exit(),
        ending.reason(),
        redacted(ending.sentences()),
        failure == null
            ? null
            : new Closing.Failure(
                redacted(failure.script()),
                failure.line(),
                failure.sqlState(),
                redacted(failure.statement()),
                redacted(failure.hint())));
  }

  private Sentences redacted(Sentences sentences) {
    return new Sentences(
        redaction.apply(sentences.what()),
        new Standing(redaction.apply(sentences.standing().words())),
        redaction.apply(sentences.advice()));
  }

  private @Nullable String redacted(@Nullable String text) {
    return text == null ? null : redaction.apply(text);
  }

  private RunEvent event(
      RunPhase phase,
      State state,
      @Nullable String subject,
      @Nullable String message,
      @Nullable Long millis,
      @Nullable AppliedVersions applied,
      @Nullable Closing closing) {
    return new RunEvent(
        RunEvent.VERSION,
        sequence + 1,
        clock.instant(),
        phase.word(),
        phase.step(),
        state,
        subject,
        message,
        millis,
        applied,
        closing);
  }

  private void write(RunEvent event) {
    var line = (RunLog.line(event) + "\n").getBytes(StandardCharsets.UTF_8);
    output.write(line, 0, line.length);
    output.flush();
    file.add(event);
    sequence = event.sequence();
  }
}
