package dev.byoml.transforms.template;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A part of the key of an access. */
public enum KeyPart {
  /** Whose account it is. */
  @JsonProperty("tenant")
  TENANT,
  /** Who acted. */
  @JsonProperty("user")
  USER,
  /** What was touched. */
  @JsonProperty("resource")
  RESOURCE
}
