package dev.drawbridge.command.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** A question that a person answers with yes or no. Whatever is not a yes is a no. */
public final class Question {

  private static final Set<String> YES = Set.of("y", "yes");

  private Question() {}

  /** The terminal has to be one that a person looks at. */
  public static boolean isAnsweredWithYes(Terminal terminal, String question) {
    terminal.output().print(question + " [y/N] ");
    terminal.output().flush();
    try {
      var line =
          new BufferedReader(new InputStreamReader(terminal.input(), StandardCharsets.UTF_8))
              .readLine();
      return line != null && YES.contains(line.strip().toLowerCase(Locale.ROOT));
    } catch (IOException unreadable) {
      return false;
    }
  }
}
