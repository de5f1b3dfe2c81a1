package dev.byoml.transforms.vectors;

/** Whose vector it is. */
public enum Side {
  /** A user's. */
  USER,
  /** A resource's. */
  RESOURCE
}
