package dev.byoml.model.sample.activity;

/** The stories that are planted into the scored window, and what should become of them. */
public enum ScenarioKind {
  /** A user reads folders of a department that he or she has nothing to do with. */
  FOREIGN_DEPARTMENT(true),
  /** A user without any such habit opens the administrative shares of server after server. */
  ADMINISTRATIVE_SWEEP(true),
  /** A service account, signed in from elsewhere, reads folders of other departments at night. */
  STOLEN_SERVICE_ACCOUNT(true),
  /** People open another team's folder of their own department for the first time. */
  FIRST_ACCESS(false),
  /** Somebody's first day: what the department uses, by an account never seen before. */
  NEW_JOINER(false),
  /** People of one department open a folder that was made for them that day. */
  NEW_SHARE(false),
  /** Somebody who was away since the first days of training uses the usual folders again. */
  BACK_FROM_LEAVE(false);

  private final boolean anomalous;

  ScenarioKind(boolean anomalous) {
    this.anomalous = anomalous;
  }

  /** Whether it is an attack, which should be found; else it only looks like one. */
  public boolean isAnomalous() {
    return anomalous;
  }
}
