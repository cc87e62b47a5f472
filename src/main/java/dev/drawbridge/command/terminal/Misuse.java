package dev.drawbridge.command.terminal;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A call that cannot be meant, or cannot be carried out: one sentence, and how it is called. */
public final class Misuse implements IParameterExceptionHandler {

  /** The exit code of a command that has done nothing because of how it was called. */
  public static final int CODE = 2;

  @Override
  public int handleParseException(ParameterException problem, String[] words) {
    var command = problem.getCommandLine();
    var name = command.getCommandSpec().qualifiedName();
    var errors = command.getErr();
    errors.println(name + ": " + sentence(problem));
    errors.print(
        "usage: " + new Help(command.getCommandSpec(), command.getColorScheme()).synopsis(7));
    errors.println(name + " --help tells more.");
    return CODE;
  }

  private static String sentence(ParameterException problem) {
    if (problem.getArgSpec() instanceof CommandLine.Model.OptionSpec option
        && option.typeInfo().isMap()
        && problem.getClass().equals(ParameterException.class)) {
      return "%s is written as %s %s"
          .formatted(option.longestName(), option.longestName(), option.paramLabel());
    }
    return switch (problem) {
      case UnmatchedArgumentException unknown -> unknown(unknown);
      case MissingParameterException missing when !missing.getMissing().isEmpty() ->
          missing.getMissing().getFirst() instanceof CommandLine.Model.OptionSpec option
              ? option.longestName() + " needs a value"
              : String.valueOf(problem.getMessage());
      case OverwrittenOptionException twice ->
          twice.getOverwritten() instanceof CommandLine.Model.OptionSpec option
              ? option.longestName() + " is given twice"
              : String.valueOf(problem.getMessage());
      default ->
          problem.getCause() instanceof TypeConversionException wrong
              ? String.valueOf(wrong.getMessage())
              : String.valueOf(problem.getMessage());
    };
  }

  private static String unknown(UnmatchedArgumentException unknown) {
    var word = unknown.getUnmatched().getFirst();
    if (word.startsWith("-")) {
      return "there is no option " + word;
    }
    return unknown.getCommandLine().getSubcommands().isEmpty()
        ? word + " is one word too many"
        : "there is no command " + word;
  }

  /** What a command did not expect is told with its trace: it is a defect of ours. */
  static int broken(Exception defect, CommandLine command, ParseResult words) {
    var errors = command.getErr();
    errors.printf(
        "%s: a defect of Drawbridge, called with %s. Please report it with what follows.%n",
        command.getCommandSpec().qualifiedName(), Arrays.asList(names(words)));
    defect.printStackTrace(errors);
    return DEFECT;
  }

  /** Options may have secret values: only their names are shown. */
  private static String[] names(ParseResult words) {
    return words.matchedOptions().stream()
        .map(CommandLine.Model.OptionSpec::longestName)
        .toArray(String[]::new);
  }

  private static final int DEFECT = 26;
}
