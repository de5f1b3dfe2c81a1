package dev.byoml.model.sample.activity;

/** The Windows security events that the sample holds. */
public enum EventKind {
  /** A share was accessed; once for each session. */
  SHARE_ACCESS(5140, 12808, "5140 - A network share object was accessed."),
  /** A file behind a share was checked. */
  FILE_CHECK(
      5145,
      12811,
      "5145 - A network share object was checked to see whether client can be granted desired"
          + " access."),
  /** An account signed in. */
  LOGON(4624, 12544, "4624 - An account was successfully logged on."),
  /** A process was started. */
  PROCESS(4688, 13312, "4688 - A new process has been created.");

  private final int id;
  private final int task;
  private final String activity;

  EventKind(int id, int task, String activity) {
    this.id = id;
    this.task = task;
    this.activity = activity;
  }

  /** The column {@code EventID}. */
  public int id() {
    return id;
  }

  /** The column {@code Task}. */
  public int task() {
    return task;
  }

  /** The column {@code Activity}. */
  public String activity() {
    return activity;
  }
}
