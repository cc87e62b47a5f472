package dev.drawbridge.gate.pod;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One case of the rules for pods and for what makes them, as a folder: what is stored, what
 * somebody writes, and what becomes of that.
 *
 * @param old null if the object is created
 * @param mayBreakGlass the Migrations on which the user has the verb
 * @param stored what must be stored; null if it must be refused
 * @param refusal what a refusal must say; empty if there must be none
 */
record PodCase(
    String name,
    @Nullable HasMetadata old,
    HasMetadata asked,
    boolean ofStatus,
    String user,
    Set<String> mayBreakGlass,
    @Nullable HasMetadata stored,
    Optional<String> refusal) {

  static final String ANYBODY = "somebody@example.com";

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final Path FOLDER = Path.of("src/test/resources/gate/pod-cases");

  static List<PodCase> all() {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.sorted().map(PodCase::read).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static List<PodCase> allowed() {
    return all().stream().filter(PodCase::isAllowed).toList();
  }

  static List<PodCase> refused() {
    return all().stream().filter(given -> !given.isAllowed()).toList();
  }

  /** Those that are not stored as they are asked for. */
  static List<PodCase> changed() {
    return allowed().stream().filter(given -> !given.expected().equals(given.asked())).toList();
  }

  /** Those that are stored as they are asked for. */
  static List<PodCase> unchanged() {
    return allowed().stream().filter(given -> given.expected().equals(given.asked())).toList();
  }

  static PodCase named(String name) {
    return read(FOLDER.resolve(name));
  }

  private static PodCase read(Path folder) {
    var given =
        new PodCase(
            folder.getFileName().toString(),
            object(folder.resolve("in-old.yaml")),
            requireNonNull(object(folder.resolve("in-new.yaml")), folder + " has no in-new.yaml"),
            text(folder.resolve("in-part.txt")).isPresent(),
            text(folder.resolve("in-user.txt")).orElse(ANYBODY),
            Set.copyOf(text(folder.resolve("in-may-break-glass.txt")).stream().toList()),
            object(folder.resolve("out.yaml")),
            text(folder.resolve("out-refused.txt")));
    if ((given.stored == null) == given.refusal.isEmpty()) {
      throw new IllegalStateException(folder + " needs one of out.yaml and out-refused.txt");
    }
    return given;
  }

  ObjectWrite<HasMetadata> write() {
    return new ObjectWrite<>(old, asked, ofStatus, user, mayBreakGlass::contains);
  }

  /** What must be stored, of a case that is allowed. */
  HasMetadata expected() {
    return requireNonNull(stored, name + " is refused");
  }

  boolean isAllowed() {
    return stored != null;
  }

  boolean isOfAPod() {
    return asked instanceof Pod;
  }

  private static @Nullable HasMetadata object(Path file) {
    return text(file).map(text -> SERIALIZATION.<HasMetadata>unmarshal(text)).orElse(null);
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
