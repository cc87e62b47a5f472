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
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /** Why what is in the folder now cannot be used, in a sentence; empty if it can. */
  private String refusal = "";

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

  /**
   * What whoever renews the certificate should know, a sentence in each line; empty if all is well.
   * Who asks also has the folder looked at.
   */
  synchronized String warning() {
    var end = expires();
    return Stream.of(refusal, warningOf(end))
        .filter(sentence -> !sentence.isEmpty())
        .map(sentence -> sentence + "\n")
        .collect(Collectors.joining());
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
      refusal = "";
      reportExpiry();
    } catch (IOException | GeneralSecurityException unusable) {
      refuse(
          "the webhook keeps its certificate, until %s, because the new one cannot be used: %s"
              .formatted(expiry(), sentence(unusable)));
    }
  }

  private void refuse(String why) {
    if (!why.equals(refusal)) {
      LOGGER.error(why);
    }
    refusal = why;
  }

  /** Once an hour from a week before: whoever should have renewed it has not. */
  private void reportExpiry() {
    var now = clock.instant();
    var warning = warningOf(expiry());
    if (now.isBefore(nextWarning) || warning.isEmpty()) {
      return;
    }
    nextWarning = now.plus(BETWEEN_WARNINGS);
    if (now.isAfter(expiry())) {
      LOGGER.error(warning);
    } else {
      // That it has expired is told at once.
      nextWarning = earlier(nextWarning, expiry().plusMillis(1));
      LOGGER.warn(warning);
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private String warningOf(Instant end) {
    var now = clock.instant();
    if (now.isBefore(end.minus(EXPIRES_SOON))) {
      return "";
    }
    return now.isAfter(end)
        ? "the webhook's certificate has expired at %s: no labelled Deployment can be written until %s is renewed"
            .formatted(end, folder)
        : "the webhook's certificate expires at %s, and nobody has renewed %s yet: from then on no labelled Deployment can be written"
            .formatted(end, folder);
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
