package dev.byoml.model.access;

/** The two sides of an access: who, and what. */
public enum Side {
  /** A user; a row of the access matrix. */
  USER,
  /** A resource; a column of the access matrix. */
  RESOURCE
}
