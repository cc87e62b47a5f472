package dev.drawbridge.command.request;

import dev.drawbridge.command.cluster.Cluster;
import dev.drawbridge.command.cluster.ClusterOptions;
import dev.drawbridge.command.cluster.Unanswered;
import dev.drawbridge.command.terminal.Misuse;
import dev.drawbridge.command.terminal.Terminal;

/** What a command asks of the cluster. */
@FunctionalInterface
interface Request {

  void carryOut(Cluster cluster) throws Unanswered, NotDone;

  /**
   * Carries {@code request} out for the command {@code name}, and tells why if that cannot be.
   *
   * @return the exit code
   */
  static int carryOut(String name, Terminal terminal, ClusterOptions options, Request request) {
    try (var cluster = options.open(terminal)) {
      request.carryOut(cluster);
      return 0;
    } catch (NotDone unchanged) {
      terminal.errors().println("drawbridge %s: %s".formatted(name, unchanged.getMessage()));
      return NotDone.CODE;
    } catch (Unanswered nothing) {
      terminal.errors().println("drawbridge %s: %s".formatted(name, nothing.sentence()));
      return Misuse.CODE;
    }
  }
}
