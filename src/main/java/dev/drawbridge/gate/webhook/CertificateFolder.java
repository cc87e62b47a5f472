package dev.drawbridge.gate.webhook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mounted Secret with certificate and key. It is read again when a connection begins, at most
 * once a second: who renews the Secret need not restart anything, and connections that are there go
 * on. What cannot be used is reported, and the identity before it stays.
 */
final class CertificateFolder {

  static final String CERTIFICATE = "tls.crt";
  static final String KEY = "tls.key";

  private static final Logger LOGGER = LoggerFactory.getLogger(CertificateFolder.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Duration BETWEEN_WARNINGS = Duration.ofHours(1);
  private static final Duration EXPIRES_SOON = Duration.ofDays(7);

  private final Path folder;
  private final Clock clock;
  private Content content;
  private Identity identity;
  private Instant nextLook;
  private Instant nextWarning = Instant.MIN;

  /**
   * Reads the folder for the first time.
   *
   * @throws IllegalStateException with a sentence if there is nothing in it that can be used
   */
  CertificateFolder(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
    try {
      content = Content.of(folder);
      identity = content.identity();
    } catch (IOException | GeneralSecurityException unusable) {
      throw new IllegalStateException(
          "the webhook has no certificate to serve with: " + sentence(unusable), unusable);
    }
    nextLook = clock.instant().plus(BETWEEN_LOOKS);
    reportExpiry();
  }

  /** Who the server is now. */
  synchronized Identity identity() {
    var now = clock.instant();
    if (!now.isBefore(nextLook)) {
      nextLook = now.plus(BETWEEN_LOOKS);
      look();
    }
    return identity;
  }

  /** Until when the certificate is good; who asks also has the folder looked at. */
  synchronized Instant expires() {
    return identity().certificate().getNotAfter().toInstant();
  }

  private void look() {
    try {
      var found = Content.of(folder);
      if (!found.equals(content)) {
        content = found;
        identity = found.identity();
        nextWarning = Instant.MIN;
        LOGGER.info("the webhook has a new certificate, until {}", expiry());
      }
      reportExpiry();
    } catch (IOException | GeneralSecurityException unusable) {
      LOGGER.error(
          "the webhook keeps its certificate, until {}, because the new one cannot be used: {}",
          expiry(),
          sentence(unusable));
    }
  }

  /** Once an hour from a week before: whoever should have renewed it has not. */
  private void reportExpiry() {
    var now = clock.instant();
    if (now.isBefore(nextWarning) || now.isBefore(expiry().minus(EXPIRES_SOON))) {
      return;
    }
    nextWarning = now.plus(BETWEEN_WARNINGS);
    if (now.isAfter(expiry())) {
      LOGGER.error(
          "the webhook's certificate has expired at {}: no labelled Deployment can be written until {} is renewed",
          expiry(),
          folder);
    } else {
      LOGGER.warn(
          "the webhook's certificate expires at {}, and nobody has renewed {} yet: from then on no labelled Deployment can be written",
          expiry(),
          folder);
    }
  }

  private Instant expiry() {
    return identity.certificate().getNotAfter().toInstant();
  }

  private String sentence(Exception failure) {
    var why =
        failure instanceof NoSuchFileException missing
            ? "there is no " + missing.getFile()
            : failure.getMessage();
    return "%s and %s in %s: %s".formatted(CERTIFICATE, KEY, folder, why);
  }

  /** The text of both files. */
  private record Content(String certificate, String key) {

    static Content of(Path folder) throws IOException {
      return new Content(read(folder.resolve(CERTIFICATE)), read(folder.resolve(KEY)));
    }

    private static String read(Path file) throws IOException {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    Identity identity() throws GeneralSecurityException {
      return Identity.of(certificate, key);
    }

    @Override
    public String toString() {
      return "certificate and key";
    }
  }
}
