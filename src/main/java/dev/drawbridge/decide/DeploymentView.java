package dev.drawbridge.decide;

import java.util.Optional;

/**
 * What matters of a Deployment, or of what is held like one, that depends on a Migration.
 *
 * @param kind Deployment or Rollout
 * @param need the Migration that its label names, and what its template asks of it
 * @param held the value of the gate's annotation; empty if it is not held
 * @param glass who has opened the gate without proof for what the template asks for, and why, in
 *     words; empty if nobody has
 * @param rollout how far its template is rolled out
 */
public record DeploymentView(
    String kind,
    String namespace,
    String name,
    String uid,
    Need need,
    Optional<String> held,
    Optional<String> glass,
    RolloutState rollout) {

  /** One whose pods are all of its template, as far as anybody looks. */
  public DeploymentView(
      String kind,
      String namespace,
      String name,
      String uid,
      Need need,
      Optional<String> held,
      Optional<String> glass) {
    this(kind, namespace, name, uid, need, held, glass, RolloutState.DONE);
  }

  public boolean isHeld() {
    return held.isPresent();
  }
}
