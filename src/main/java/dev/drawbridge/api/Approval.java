package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether people look at a plan before it is carried out. */
public enum Approval {
  /** Nobody is asked. */
  @JsonProperty("None")
  NONE,
  /** Nothing is changed before exactly this plan was approved. */
  @JsonProperty("Required")
  REQUIRED
}
