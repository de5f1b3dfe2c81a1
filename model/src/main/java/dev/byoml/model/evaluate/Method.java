package dev.byoml.model.evaluate;

/** A way to score an access. */
public enum Method {
  /** The model that is evaluated. */
  MODEL("model"),
  /** The reference's factorization of the accesses that the model knows. */
  CLASSIC("classic"),
  /** The fewer of the tenant's users touched a resource, the more anomalous any access to it. */
  POPULARITY("popularity"),
  /** Every access that training did not see is anomalous, each as much as the other. */
  FIRST_SEEN("firstSeen");

  private final String label;

  Method(String label) {
    this.label = label;
  }

  /** The name in tables and files. */
  public String label() {
    return label;
  }
}
