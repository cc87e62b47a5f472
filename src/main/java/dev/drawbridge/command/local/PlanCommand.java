package dev.drawbridge.command.local;

import dev.drawbridge.command.manifest.Unusable;
import dev.drawbridge.command.terminal.Misuse;
import dev.drawbridge.command.terminal.Terminal;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunLog;
import dev.drawbridge.runner.plan.ToldPlan;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code drawbridge plan}: what a run would do now, without doing it. */
@Command(
    name = "plan",
    synopsisHeading = "usage: ",
    description =
        "Says what a run would do now: the pending scripts with their checksums, and a digest of all of it. With guardrails.rehearse, rehearses them.",
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {
      "0:planned",
      "2:nothing was started: the command cannot be carried out",
      "20-26:as the runner in a pod (see the reference)"
    })
public final class PlanCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = Form.Words.class,
      description = "text (default): a table for people; json: all of the plan for programs")
  private Form form = Form.TEXT;

  public PlanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** For whom it is written. */
  enum Form {
    TEXT,
    JSON;

    /** A form by its name. */
    static final class Words implements ITypeConverter<Form> {

      @Override
      public Form convert(String word) {
        return switch (word) {
          case "text" -> TEXT;
          case "json" -> JSON;
          default -> throw new TypeConversionException("--output is text or json, not " + word);
        };
      }
    }
  }

  @Override
  public Integer call() throws IOException {
    var begin = terminal.clock().instant();
    var plan = new AtomicReference<@Nullable ToldPlan>();
    RunLog report;
    try {
      report = options.resolve(terminal).plan(plan::set);
    } catch (Unusable unusable) {
      terminal.errors().println("drawbridge plan: " + unusable.getMessage());
      return Misuse.CODE;
    }
    report.events().stream()
        .filter(event -> event.state() == State.WARNING)
        .map(PlanCommand::warning)
        .forEach(terminal.errors()::println);
    var closing = report.closing().orElseThrow();
    if (closing.outcome() != Exit.PLANNED) {
      var since = Duration.between(begin, terminal.clock().instant());
      ClosingText.of(closing, since).forEach(terminal.errors()::println);
      return closing.outcome().code();
    }
    var told = plan.get();
    if (told != null) {
      terminal.output().print(form == Form.TEXT ? told.text() : told.json());
    }
    return 0;
  }

  private static String warning(RunEvent event) {
    return "warning: %s: %s".formatted(event.subject(), event.message());
  }
}
