package dev.drawbridge.runner.database;

import java.io.FileNotFoundException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/**
 * Tells a connection that failed because of TLS from one that may come about later. The driver has
 * no states for this.
 */
final class Untrusted {

  private Untrusted() {}

  static boolean is(SQLException failed) {
    return hasWrongCertificate(failed) || isSaidByTheDriver(failed);
  }

  /** Also one that is not there. */
  private static boolean hasWrongCertificate(SQLException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException || cause instanceof FileNotFoundException) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSaidByTheDriver(SQLException failed) {
    var said = failed.getMessage();
    return said != null
        && failed instanceof PSQLException exact
        && exact.getServerErrorMessage() == null
        && (said.contains("hostnameverifier") || said.contains("does not support SSL"));
  }
}
