package dev.drawbridge.runner.database;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.process.Clip;
import dev.drawbridge.runner.process.EndedException;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.GrowingPause;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.Sentences;
import dev.drawbridge.runner.process.Standing;
import dev.drawbridge.runner.process.StopSignal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/**
 * Reaches the database. A database that does not answer is tried for a while, since it may be
 * starting; one that says no is not.
 */
final class FirstConnection {

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

  /** Wrong user or password; a password that is not there; no right to connect. */
  private static final Set<String> LOGIN_REFUSED =
      Set.of("28000", "28P01", "08004", SqlState.MISSING_RIGHT);

  /** The server stops, starts or recovers. */
  private static final Set<String> NOT_READY = Set.of("57P01", "57P02", "57P03");

  private static final String NO_DATABASE = "3D000";
  private final ConnectionTarget target;
  private final PostgresSessions sessions;
  private final Journal journal;
  private final StopSignal stop;
  private final Duration patience;

  /** What was said last: waiting for the same is told once. */
  private String told = "";

  FirstConnection(
      ConnectionTarget target,
      PostgresSessions sessions,
      Journal journal,
      StopSignal stop,
      Duration patience) {
    this.target = target;
    this.sessions = sessions;
    this.journal = journal;
    this.stop = stop;
    this.patience = patience;
  }

  /** The session for the lock: the first one that is opened. */
  Connection open() {
    var started = System.nanoTime();
    var pause = new GrowingPause(Duration.ofMillis(250), LONGEST_PAUSE);
    stop.check();
    while (true) {
      try {
        return sessions.openForLock();
      } catch (SQLException failed) {
        var waited = Duration.ofNanos(System.nanoTime() - started);
        tellUnlessFinal(failed, waited);
        if (stop.awaitFor(pause.next())) {
          throw stopped(failed, waited);
        }
      }
    }
  }

  /** Says that it is tried again, or ends the run where that is of no use. */
  private void tellUnlessFinal(SQLException failed, Duration waited) {
    if (Untrusted.is(failed)) {
      throw untrusted(failed);
    }
    if (LOGIN_REFUSED.contains(failed.getSQLState())) {
      throw wrongCredentials(failed);
    }
    if (!isPassing(failed)) {
      throw refused(failed);
    }
    if (waited.compareTo(patience) >= 0) {
      throw unreachable(failed, waited);
    }
    tellOnce(said(failed));
  }

  private void tellOnce(String problem) {
    if (!problem.equals(told)) {
      told = problem;
      journal.tell(
          RunPhase.PREFLIGHT,
          State.WAITING,
          "database " + target.display(),
          "not reached yet, tried again: " + problem);
    }
  }

  /** Whether it may be over soon: no answer, a server that starts or stops, too many sessions. */
  private static boolean isPassing(SQLException failed) {
    var state = failed.getSQLState();
    return state == null
        || state.startsWith("08")
        || state.equals(SqlState.TOO_MANY_CONNECTIONS)
        || NOT_READY.contains(state);
  }

  private EndedException refused(SQLException failed) {
    var isMissing = NO_DATABASE.equals(failed.getSQLState());
    var what =
        isMissing
            ? "There is no database %s: %s."
            : "%s was reached, but refused the connection: %s.";
    var advice =
        isMissing
            ? "Create it, or correct the database's name in " + access()
            : "Correct what it complains of, or " + access();
    return refused(
        Reason.UNREACHABLE, what.formatted(target.display(), withoutDot(failed)), advice);
  }

  /** A deadline that passes here was not too short: the database was not there. */
  private RuntimeException stopped(SQLException failed, Duration waited) {
    if (stop.reason().filter(Reason.DEADLINE_EXCEEDED::equals).isPresent()) {
      return unreachable(failed, waited);
    }
    return stop.interrupted();
  }

  private EndedException untrusted(SQLException failed) {
    return refused(
        Reason.UNTRUSTED_SERVER,
        "%s was reached, but not by TLS as the URL asks for it: %s."
            .formatted(target.display(), withoutDot(failed)),
        "Correct sslmode, sslrootcert (%s) or the host in %s"
            .formatted(Place.here().certificate(), access()));
  }

  private EndedException wrongCredentials(SQLException failed) {
    return refused(
        Reason.WRONG_CREDENTIALS,
        "%s did not let user %s in: %s."
            .formatted(target.display(), target.user(), withoutDot(failed)),
        "Correct " + access());
  }

  /** After {@code advice} the same is tried once more. */
  private EndedException refused(Reason reason, String what, String advice) {
    return Ending.refused(reason, what, "%s, then %s.".formatted(advice, Place.here().retry()))
        .asException();
  }

  private EndedException unreachable(SQLException failed, Duration waited) {
    var reason = reason(failed);
    var advice =
        switch (reason) {
          case TOO_MANY_CONNECTIONS ->
              "Free connections, or allow more: a run needs two at once. Then %s."
                  .formatted(Place.here().retry());
          case SERVER_NOT_READY -> "When it is ready, %s.".formatted(Place.here().retry());
          default ->
              "Check the host in %s, and that the database accepts connections from %s."
                  .formatted(access(), Place.here().origin());
        };
    return Ending.of(
            Exit.UNREACHABLE,
            reason,
            new Sentences(
                "%s could not be reached for %d s: %s."
                    .formatted(target.display(), waited.toSeconds(), withoutDot(failed)),
                Standing.NOTHING_APPLIED,
                advice))
        .asException();
  }

  private static Reason reason(SQLException failed) {
    var state = ServerError.of(failed).state();
    if (state.equals(SqlState.TOO_MANY_CONNECTIONS)) {
      return Reason.TOO_MANY_CONNECTIONS;
    }
    return NOT_READY.contains(state) ? Reason.SERVER_NOT_READY : Reason.UNREACHABLE;
  }

  private String access() {
    return Place.here().access(target.secret());
  }

  private String said(SQLException failed) {
    return Clip.beside(journal.quote(ServerError.of(failed).words()), "");
  }

  private String withoutDot(SQLException failed) {
    var message = said(failed);
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }
}
