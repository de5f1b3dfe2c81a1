package dev.byoml.model.score;

/** Why an access got the score it has. */
public enum Reason {
  /** The user touched the resource in the training data; never reported. */
  SEEN_BEFORE("SeenBefore", "Seen before"),
  /** Both are known and somehow linked, but the user is unlike those who touch the resource. */
  LOW_AFFINITY("LowAffinity", "Unlike peers"),
  /** Both are known, and no chain of accesses links them. */
  OTHER_COMMUNITY("OtherCommunity", "Other community"),
  /** The user was not in the training data. */
  NEW_ACTOR("NewActor", "New actor"),
  /** The resource was not in the training data. */
  NEW_RESOURCE("NewResource", "First use of resource"),
  /** Neither was in the training data. */
  NEW_ACTOR_AND_RESOURCE("NewActorAndResource", "New actor, first use");

  private final String label;
  private final String words;

  Reason(String label, String words) {
    this.label = label;
    this.words = words;
  }

  /** The name that results carry. */
  public String label() {
    return label;
  }

  /** What a person reads in its place. */
  public String inWords() {
    return words;
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
