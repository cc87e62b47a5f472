package dev.drawbridge.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.stream.Stream;

/** What is behind an exception of the SDK or the client, in words for people. */
final class Causes {

  private static final int DEEPEST = 20;

  private Causes() {}

  /** What the last one says, with its name where it says too little. */
  static String words(Throwable failure) {
    var last = all(failure).reduce((_, next) -> next).orElse(failure);
    var said = Optional.ofNullable(last.getMessage()).filter(words -> !words.isBlank());
    return said.map(words -> "%s (%s)".formatted(words, last.getClass().getSimpleName()))
        .orElseGet(last.getClass()::getSimpleName);
  }

  /** What the API server has answered with {@code code}, if that is what is behind it. */
  static Optional<KubernetesClientException> answer(Throwable failure, int code) {
    return all(failure)
        .filter(KubernetesClientException.class::isInstance)
        .map(KubernetesClientException.class::cast)
        .filter(answer -> answer.getCode() == code)
        .findFirst();
  }

  private static Stream<Throwable> all(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(DEEPEST);
  }
}
