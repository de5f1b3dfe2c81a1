package dev.byoml.model.auto;

/** What a candidate may be made of. */
enum Method {
  /** The two-step walk. */
  WALK("walk"),
  /** The two-step walk that the busy and the popular lose most in. */
  STEEP_WALK("steep-walk"),
  /** The linear autoencoder, standardised in its columns. */
  EASE("ease"),
  /** Alternating least squares, compared as averages over neighbours. */
  ALS("als"),
  /** Alternating least squares, compared by cosine. */
  COSINE("als-cosine"),
  /** Poisson factorization. */
  POISSON("poisson"),
  /** How much more than others the user's group touches the resource. */
  LIFT("group-lift");

  private final String text;

  Method(String text) {
    this.text = text;
  }

  /** The name in the manifest. */
  String text() {
    return text;
  }

  /** Whether affinities come from factors of the model. */
  boolean isOfFactors() {
    return this == ALS || this == COSINE || this == POISSON;
  }
}
