package dev.drawbridge.gate;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One case of the hold rule, as a folder: what is stored, what somebody writes, and what becomes of
 * that.
 *
 * @param old null if the Deployment is created
 * @param mayBreakGlass the Migrations on which the user has the verb
 * @param stored what must be stored; null if it must be refused
 * @param refusal what a refusal must say; empty if there must be none
 * @param warnings what must be said besides; empty if the case does not look at it
 */
record HoldCase(
    String name,
    @Nullable Deployment old,
    Deployment asked,
    Write.Part part,
    String user,
    Set<String> mayBreakGlass,
    @Nullable Deployment stored,
    Optional<String> refusal,
    Optional<List<String>> warnings) {

  private static final Path FOLDER = Path.of("src/test/resources/gate/cases");
  static final String ANYBODY = "somebody@example.com";

  static List<HoldCase> all() {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.sorted().map(HoldCase::read).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static HoldCase named(String name) {
    return read(FOLDER.resolve(name));
  }

  private static HoldCase read(Path folder) {
    var given =
        new HoldCase(
            folder.getFileName().toString(),
            deployment(folder.resolve("in-old.yaml")),
            requireNonNull(
                deployment(folder.resolve("in-new.yaml")), folder + " has no in-new.yaml"),
            text(folder.resolve("in-part.txt"))
                .map(part -> Write.Part.valueOf(part.toUpperCase(Locale.ROOT)))
                .orElse(Write.Part.OBJECT),
            text(folder.resolve("in-user.txt")).orElse(ANYBODY),
            Set.copyOf(text(folder.resolve("in-may-break-glass.txt")).stream().toList()),
            deployment(folder.resolve("out.yaml")),
            text(folder.resolve("out-refused.txt")),
            text(folder.resolve("out-warnings.txt")).map(text -> text.lines().toList()));
    if ((given.stored == null) == given.refusal.isEmpty()) {
      throw new IllegalStateException(folder + " needs one of out.yaml and out-refused.txt");
    }
    return given;
  }

  Write write() {
    return new Write(old, asked, part, user, mayBreakGlass::contains);
  }

  /** What must be stored, of a case that is allowed. */
  Deployment expected() {
    return requireNonNull(stored, name + " is refused");
  }

  boolean isAllowed() {
    return stored != null;
  }

  private static @Nullable Deployment deployment(Path file) {
    return text(file).map(text -> Serialization.unmarshal(text, Deployment.class)).orElse(null);
  }

  private static Optional<String> text(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
