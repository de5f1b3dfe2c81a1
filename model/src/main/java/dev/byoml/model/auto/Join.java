package dev.byoml.model.auto;

/** How terms become one affinity. */
enum Join {
  /** The sum of terms of mean 0 and deviation 1 among pairs of the tenant. */
  STANDARDISED,
  /** The sum of ranks among pairs of the tenant. */
  RANKS
}
