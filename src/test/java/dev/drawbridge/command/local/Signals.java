package dev.drawbridge.command.local;

import static org.assertj.core.api.Assertions.assertThat;

/** Signals that Java itself does not send. */
final class Signals {

  private Signals() {}

  /** What a terminal sends on Ctrl-C. */
  static void interrupt(Process process) throws Exception {
    var kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
