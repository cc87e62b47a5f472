package dev.drawbridge.sandbox.apiserver;

/**
 * A kind of object that the server stores.
 *
 * @param group empty for the core group
 * @param hasStatus whether {@code /status} is a separate writer's side
 * @param isCustom whether a CustomResourceDefinition brought it
 * @param shortName as people type it; empty if there is none
 */
record ResourceType(
    String group,
    String version,
    String kind,
    String plural,
    boolean namespaced,
    boolean hasStatus,
    boolean isCustom,
    String shortName) {

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** As messages name it: {@code deployments.apps}. */
  String qualifiedName() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  boolean is(String otherGroup, String otherPlural) {
    return group.equals(otherGroup) && plural.equals(otherPlural);
  }

  /** Whether changes of what is wished for are counted in {@code metadata.generation}. */
  boolean countsGenerations() {
    return isCustom || group.equals("apps") || (hasStatus && !group.isEmpty());
  }

  /** Whether a PUT without a resource version is taken for "whatever is there". */
  boolean allowsUnconditionalUpdate() {
    return !isCustom && !is("coordination.k8s.io", "leases");
  }

  /**
   * Jobs leave their pods behind unless the request says otherwise: a relic of their first version.
   */
  String defaultPropagation() {
    return is("batch", "jobs") ? "Orphan" : "Background";
  }
}
