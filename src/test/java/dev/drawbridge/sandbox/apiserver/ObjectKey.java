package dev.drawbridge.sandbox.apiserver;

/**
 * Where an object is.
 *
 * @param namespace empty if the kind is cluster-wide
 */
record ObjectKey(ResourceType type, String namespace, String name) {

  boolean isIn(ResourceType otherType, String otherNamespace) {
    return type.is(otherType.group(), otherType.plural())
        && (otherNamespace.isEmpty() || namespace.equals(otherNamespace));
  }
}
