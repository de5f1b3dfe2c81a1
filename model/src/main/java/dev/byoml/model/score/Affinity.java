package dev.byoml.model.score;

/** How well a user's factors fit a resource's. */
public enum Affinity {
  /** Inner product of the factors, the reference's; favours active users and popular resources. */
  DOT,
  /** Inner product of the factors scaled to length 1: only their direction counts. */
  COSINE
}
