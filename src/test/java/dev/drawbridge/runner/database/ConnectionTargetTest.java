package dev.drawbridge.runner.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drawbridge.api.Database.SecretRef;
import dev.drawbridge.runner.process.EndedException;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.Redaction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a Secret that does not tell how to connect. */
class ConnectionTargetTest {

  @TempDir Path folder;

  private String refusal(Place place) {
    var secret = new SecretRef("orders-db", Map.of());
    return place.during(() ->
        catchThrowableOfType(
                EndedException.class, () -> ConnectionTarget.read(secret, folder, new Redaction()))
            .ending()
            .message());
  }

  @Test
  void whoCorrectsTheUrlIsToldHowToGoOnWhereTheRunIs() throws Exception {
    Files.writeString(folder.resolve("url"), "mysql://db:3306/orders");

    assertThat(refusal(Place.CLUSTER)).endsWith(", then set the annotation drawbridge.dev/retry.");
    assertThat(refusal(Place.ROLLBACK)).endsWith(", then create a new Rollback.");
  }

  @Test
  void whoAddsAKeyIsToldHowToGoOnWhereTheRunIs() throws Exception {
    Files.writeString(folder.resolve("host"), "db");

    assertThat(refusal(Place.CLUSTER)).endsWith("; then set the annotation drawbridge.dev/retry.");
    assertThat(refusal(Place.ROLLBACK)).endsWith("; then create a new Rollback.");
  }
}
