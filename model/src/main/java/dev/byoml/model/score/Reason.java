package dev.byoml.model.score;

/** Why an access got the score it has. */
public enum Reason {
  /** The user touched the resource in the training data; never reported. */
  SEEN_BEFORE("SeenBefore"),
  /** Both are known and somehow linked, but the user is unlike those who touch the resource. */
  LOW_AFFINITY("LowAffinity"),
  /** Both are known, and no chain of accesses links them. */
  OTHER_COMMUNITY("OtherCommunity"),
  /** The user was not in the training data. */
  NEW_ACTOR("NewActor"),
  /** The resource was not in the training data. */
  NEW_RESOURCE("NewResource"),
  /** Neither was in the training data. */
  NEW_ACTOR_AND_RESOURCE("NewActorAndResource");

  private final String label;

  Reason(String label) {
    this.label = label;
  }

  /** The name that results carry. */
  public String label() {
    return label;
  }

  /**
   * The reason of that label.
   *
   * @throws IllegalArgumentException if no reason has that name
   */
  public static Reason ofLabel(String label) {
    for (Reason reason : values()) {
      if (reason.label.equals(label)) {
        return reason;
      }
    }
    throw new IllegalArgumentException("no reason is called " + label);
  }
}
