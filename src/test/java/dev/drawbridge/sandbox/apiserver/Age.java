package dev.drawbridge.sandbox.apiserver;

import java.time.Duration;
import java.time.Instant;

/** How long ago something was, as kubectl words it. */
final class Age {

  private Age() {}

  static String of(String instant) {
    var age = Duration.between(Instant.parse(instant), Instant.now());
    if (age.toSeconds() < 120) {
      return Math.max(0, age.toSeconds()) + "s";
    }
    return age.toMinutes() < 120 ? age.toMinutes() + "m" : age.toHours() + "h";
  }
}
