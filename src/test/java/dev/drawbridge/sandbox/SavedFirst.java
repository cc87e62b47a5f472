package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.Backup;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rollbacks on a stage, and the files that they have saved first. */
record SavedFirst(Stage stage) {

  /** What becomes of a Rollback with these fields. */
  Rollback takeBack(String migration, String fields) {
    var asked =
        Serialization.unmarshal(
            """
            apiVersion: drawbridge.dev/v1alpha1
            kind: Rollback
            metadata: {name: %1$s-back}
            spec:
              migration: %1$s
              reason: wrong numbers
            """
                    .formatted(migration)
                + fields.indent(2),
            Rollback.class);
    stage.apply(asked);
    return await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                Objects.requireNonNull(
                    stage.cluster().client().resource(asked).inNamespace(Example.NAMESPACE).get()),
            Rollback::isOver);
  }

  static String said(Rollback rollback) {
    return rollback.statusOrNone().conditions().stream()
        .map(condition -> condition.reason() + ": " + condition.message())
        .collect(Collectors.joining("\n"));
  }

  void assertDone(Rollback rollback) {
    assertThat(rollback.statusOrNone().isDone()).as(said(rollback) + stage.logs()).isTrue();
  }

  Path claim(String name) {
    return stage.cluster().node().claim(Example.NAMESPACE, name);
  }

  List<Path> exported(String rollback) throws IOException {
    var folder = claim("forensics").resolve("drawbridge-exports/default/" + rollback);
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  /** What {@code backup} says of itself is true. */
  Path file(Backup backup) throws Exception {
    var file = claim(backup.claim()).resolve(backup.path());
    var content = Files.readAllBytes(file);
    assertThat(backup.bytes()).isEqualTo(content.length);
    assertThat(backup.sha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    return file;
  }

  static String rows(Path dump) throws Exception {
    var process =
        new ProcessBuilder("pg_restore", "--data-only", "--file=-", dump.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
