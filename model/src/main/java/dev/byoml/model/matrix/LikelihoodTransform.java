package dev.byoml.model.matrix;

/** How a tenant's likelihoods become the ratings that are factorized. */
public enum LikelihoodTransform {
  /**
   * The reference's: the tenant's smallest likelihood becomes 5, its largest 10, the rest lie
   * linearly between; where all are equal, 10.
   */
  LINEAR,
  /** The natural logarithm of 1 + likelihood, then scaled as {@link #LINEAR} does. */
  LOGARITHMIC,
  /** Every access weighs the same: 1. */
  BINARY
}
