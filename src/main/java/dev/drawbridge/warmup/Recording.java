package dev.drawbridge.warmup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a PostgreSQL server was asked and answered in a session of the rehearsed run. In the file
 * beside this class a session is a paragraph, and an exchange a line: the question, a tab, and the
 * answer in Base64.
 */
record Recording(List<Exchange> exchanges) {

  static final String FILE = "recording.txt";

  /**
   * A question and its answer.
   *
   * @param base64 the messages of the answer
   */
  record Exchange(String question, String base64) {

    static Exchange of(String question, byte[] answer) {
      return new Exchange(question, Base64.getEncoder().encodeToString(answer));
    }

    byte[] answer() {
      return Base64.getDecoder().decode(base64);
    }
  }

  Recording {
    exchanges = List.copyOf(exchanges);
  }

  /**
   * The place of the answer to {@code question}: the next one from {@code place} on, or the last
   * before.
   */
  Optional<Integer> find(String question, int place) {
    return IntStream.concat(
            IntStream.range(place, exchanges.size()),
            IntStream.iterate(place - 1, before -> before >= 0, before -> before - 1))
        .filter(at -> exchanges.get(at).question().equals(question))
        .boxed()
        .findFirst();
  }

  /** All sessions, in the order of their connects. */
  static List<Recording> read() throws IOException {
    try (var file = Objects.requireNonNull(Recording.class.getResourceAsStream(FILE), FILE)) {
      var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.strip().split("\n\n")).map(Recording::parse).toList();
    }
  }

  private static Recording parse(String paragraph) {
    return new Recording(paragraph.lines().map(Recording::parseLine).toList());
  }

  private static Exchange parseLine(String line) {
    var tab = line.indexOf('\t');
    return new Exchange(line.substring(0, tab), line.substring(tab + 1));
  }

  /** As a paragraph. */
  String print() {
    return exchanges.stream()
        .map(exchange -> exchange.question() + "\t" + exchange.base64())
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
