package dev.drawbridge.gate;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One case of the hold rule, as a folder: what is stored, what somebody writes, and what must be
 * stored then.
 *
 * @param old null if the Deployment is created
 */
record HoldCase(
    String name, @Nullable Deployment old, Deployment asked, String user, Deployment stored) {

  private static final Path FOLDER = Path.of("src/test/resources/gate/cases");
  private static final String ANYBODY = "somebody@example.com";

  static List<HoldCase> all() {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.sorted().map(HoldCase::read).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static HoldCase read(Path folder) {
    var user = text(folder.resolve("in-user.txt"));
    return new HoldCase(
        folder.getFileName().toString(),
        deployment(folder.resolve("in-old.yaml")),
        requireNonNull(deployment(folder.resolve("in-new.yaml")), folder + " has no in-new.yaml"),
        user == null ? ANYBODY : user.strip(),
        requireNonNull(deployment(folder.resolve("out.yaml")), folder + " has no out.yaml"));
  }

  private static @Nullable Deployment deployment(Path file) {
    var text = text(file);
    return text == null ? null : Serialization.unmarshal(text, Deployment.class);
  }

  private static @Nullable String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : null;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
