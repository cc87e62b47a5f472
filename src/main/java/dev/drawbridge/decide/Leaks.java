package dev.drawbridge.decide;

import java.util.Map;
import java.util.Optional;

/**
 * Which Deployments have pods that the gate did not let go.
 *
 * @param found by the UID of a Deployment, the sentence about its leak, or that it has none; of
 *     others, nobody has looked since this process began
 */
public record Leaks(Map<String, Optional<String>> found) {

  public Leaks {
    found = Map.copyOf(found);
  }

  /** What is to be said of this one. As long as nobody has looked, what was said before stands. */
  Optional<String> of(DeploymentView deployment, Optional<String> before) {
    return found.getOrDefault(deployment.uid(), before);
  }
}
