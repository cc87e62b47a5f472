package dev.drawbridge.command.request;

import dev.drawbridge.command.terminal.Question;
import dev.drawbridge.command.terminal.Terminal;

/** Whether whoever calls means it. */
record Consent(Terminal terminal, boolean isGiven) {

  /**
   * Asks, unless the answer was given by an option.
   *
   * @param option by which scripts answer
   */
  void require(String question, String option) throws NotDone {
    if (isGiven) {
      return;
    }
    if (!terminal.isWatched()) {
      throw new NotDone(
          "Nobody is here to be asked, so nothing was changed: add %s.".formatted(option));
    }
    if (!Question.isAnsweredWithYes(terminal, question)) {
      throw new NotDone("Nothing was changed.");
    }
  }
}
