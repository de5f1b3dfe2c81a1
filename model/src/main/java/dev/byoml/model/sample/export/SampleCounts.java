package dev.byoml.model.sample.export;

/**
 * What a set of sample lines holds, as the template {@code file-share-access} reads it: {@code
 * lines = used + duplicates + filtered + rejected}.
 *
 * @param lines all lines
 * @param event5140 lines whose event is a share access (5140)
 * @param otherEvents lines of any other event
 * @param used first deliveries of accesses that the template keeps
 * @param duplicates further deliveries of accesses that the template keeps
 * @param filtered lines that the template leaves out: other events, noise shares, computers and
 *     anonymous logons; every delivery counts
 * @param rejected lines that hold an incomplete row
 */
public record SampleCounts(
    long lines,
    long event5140,
    long otherEvents,
    long used,
    long duplicates,
    long filtered,
    long rejected) {

  /** No line at all. */
  public static final SampleCounts NONE = new SampleCounts(0, 0, 0, 0, 0, 0, 0);

  /** The counts of both sets of lines together. */
  public SampleCounts plus(SampleCounts other) {
    return new SampleCounts(
        lines + other.lines,
        event5140 + other.event5140,
        otherEvents + other.otherEvents,
        used + other.used,
        duplicates + other.duplicates,
        filtered + other.filtered,
        rejected + other.rejected);
  }
}
