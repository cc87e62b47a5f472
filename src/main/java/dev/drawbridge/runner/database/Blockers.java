package dev.drawbridge.runner.database;

import dev.drawbridge.report.RunPhase;
import java.util.Optional;

/** Who is in the way of our statements, as far as the database lets us see it. */
public interface Blockers extends AutoCloseable {

  /** What is seen from now on belongs to {@code entered}. */
  void enter(RunPhase entered);

  /** Forgets what was seen: another statement begins. */
  void forget();

  /** Who was last seen to block one of our statements. */
  Optional<String> last();

  @Override
  void close();
}
