package dev.drawbridge.gate;

import dev.drawbridge.decide.Ask;
import dev.drawbridge.decide.Need;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is said to whoever writes a Deployment that is held: that it is, and what looks wrong. */
final class Warnings {

  /** Any tool's versions and hashes, but not "V8": that is how the file is named. */
  private static final Pattern VERSION =
      Pattern.compile("[0-9A-Za-z][0-9A-Za-z._+-]*", Pattern.DOTALL);

  private static final Pattern FILE_NAME = Pattern.compile("[Vv][0-9].*", Pattern.DOTALL);

  private Warnings() {}

  static List<String> of(Write write) {
    var situation = Situation.of(write);
    if (write.part() != Write.Part.OBJECT || !situation.isHeld()) {
      return List.of();
    }
    return situation.need().map(need -> of(need, situation)).orElse(List.of());
  }

  private static List<String> of(Need need, Situation situation) {
    return Stream.of(
            Optional.of(Sentences.held(need)),
            migration(need),
            both(need),
            schema(need.ask()),
            glass(need, situation))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> migration(Need need) {
    return MigrationName.isPossible(need.migration())
        ? Optional.empty()
        : Optional.of(Sentences.impossibleMigration(need.migration()));
  }

  private static Optional<String> both(Need need) {
    return need.ask() instanceof Ask.Both ? Optional.of(Sentences.both()) : Optional.empty();
  }

  private static Optional<String> schema(Ask ask) {
    return switch (ask) {
      case Ask.Schema(var version) ->
          Optional.of(version).filter(Warnings::isOdd).map(Sentences::oddSchema);
      case Ask.Both(var schema, var _) -> schema(schema);
      case Ask.Release _, Ask.Nothing() -> Optional.empty();
    };
  }

  private static boolean isOdd(String version) {
    return !VERSION.matcher(version).matches() || FILE_NAME.matcher(version).matches();
  }

  private static Optional<String> glass(Need need, Situation situation) {
    if (situation.glass().isEmpty()) {
      return Optional.empty();
    }
    if (situation.glass().filter(glass -> glass.isFor(need.ask())).isEmpty()) {
      return Optional.of(Sentences.glassIsForAnother(need));
    }
    return situation.asksForNothing() ? Optional.of(Sentences.glassIsUsedUp()) : Optional.empty();
  }
}
