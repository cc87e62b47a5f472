package dev.drawbridge.runner.review;

import org.jspecify.annotations.Nullable;

/** The name of a table or another object, as a script writes it. */
record QualifiedName(@Nullable String schema, String name) {

  /** Whether both can mean the same object: a name without schema can mean that of any. */
  boolean mayBe(QualifiedName other) {
    return name.equals(other.name)
        && (schema == null || other.schema == null || schema.equals(other.schema));
  }

  @Override
  public String toString() {
    return schema == null ? name : schema + "." + name;
  }
}
