package dev.drawbridge.cluster;

import java.util.Locale;
import java.util.Optional;

/**
 * The images of the suite. Each is a system property, or the environment's variable of that name in
 * capitals, or a common default.
 *
 * @param drawbridge what is tested; empty for what {@code manifests/install.yaml} names
 * @param postgres an image with PostgreSQL's programs, a shell and runuser
 * @param app stands for the application; needs a shell and sleep
 */
record Images(Optional<String> drawbridge, String postgres, String app) {

  static Images wanted() {
    return new Images(
        setting("drawbridge.image"),
        setting("postgres.image").orElse("postgres:17"),
        setting("app.image").orElse("busybox:1.37"));
  }

  private static Optional<String> setting(String name) {
    var variable = name.replace('.', '_').toUpperCase(Locale.ROOT);
    return Optional.ofNullable(System.getProperty(name))
        .or(() -> Optional.ofNullable(System.getenv(variable)))
        .filter(value -> !value.isBlank());
  }
}
