package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the Migrations that come first, and of those that come after.
 *
 * @param circle the names on the way from the Migration to itself; empty if it does not wait for
 *     itself
 * @param views each of them; empty if no run is due, for nothing depends on them then
 * @param serverTime what the API server's clock says, where it was asked: ours may be wrong
 * @param dependants the Migrations that name it as one that comes first; empty if nobody wants to
 *     take it back
 */
public record Dependencies(
    List<String> circle,
    List<DependencyView> views,
    Optional<Instant> serverTime,
    List<Migration> dependants) {

  public static final Dependencies NONE =
      new Dependencies(List.of(), List.of(), Optional.empty(), List.of());

  public Dependencies {
    circle = List.copyOf(circle);
    views = List.copyOf(views);
    dependants = List.copyOf(dependants);
  }

  /** The same, with those that come after. */
  public Dependencies with(List<Migration> after) {
    return new Dependencies(circle, views, serverTime, after);
  }

  /** The later of the two clocks: by it, a time begins. */
  Instant latest(Instant now) {
    return serverTime.filter(now::isBefore).orElse(now);
  }

  /** The earlier of the two clocks: by it, a time is over. */
  Instant earliest(Instant now) {
    return serverTime.filter(now::isAfter).orElse(now);
  }
}
