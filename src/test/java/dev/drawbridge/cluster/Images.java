package dev.drawbridge.cluster;

import java.util.Locale;
import java.util.Optional;

/**
 * The images of the suite. Each is a system property, or the environment's variable of that name in
 * capitals, or a common default.
 *
 * @param drawbridge what is tested; empty for what {@code manifests/install.yaml} names
 * @param postgres an image with PostgreSQL's programs, a shell and runuser
 * @param app stands for the application; needs a shell, sleep, chown and find
 * @param python an image with python3 and a shell; what needs it is left out where it is not to be
 *     had
 * @param alembic the image of the example {@code alembic}; likewise
 */
record Images(
    Optional<String> drawbridge, String postgres, String app, String python, String alembic) {

  static Images wanted() {
    return new Images(
        setting("drawbridge.image"),
        setting("postgres.image").orElse("postgres:17"),
        setting("app.image").orElse("busybox:1.37"),
        setting("python.image").orElse("python:3.14-slim"),
        setting("alembic.image").orElse("registry.example.com/queue-migrations:7"));
  }

  private static Optional<String> setting(String name) {
    var variable = name.replace('.', '_').toUpperCase(Locale.ROOT);
    return Optional.ofNullable(System.getProperty(name))
        .or(() -> Optional.ofNullable(System.getenv(variable)))
        .filter(value -> !value.isBlank());
  }
}
