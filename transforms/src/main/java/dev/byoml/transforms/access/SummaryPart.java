package dev.byoml.transforms.access;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.parse.LineCounts;
import dev.byoml.transforms.parse.RejectedLine;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sum of some lines, on its way through the shuffle.
 *
 * @param window number of their window
 * @param accesses accesses added up
 * @param picked the numbers of those that are part of this, of which {@code pickedCount} count
 * @param rejected lines that could not be understood
 * @param counts how many lines met which fate
 */
public record SummaryPart(
    int window,
    AccessTable accesses,
    int[] picked,
    int pickedCount,
    List<RejectedLine> rejected,
    LineCounts counts) {
  /** Checks that nothing is missing. */
  public SummaryPart {
    requireNonNull(accesses, "accesses");
    requireNonNull(picked, "picked");
    requireNonNull(rejected, "rejected");
    requireNonNull(counts, "counts");
  }

  /** Some accesses of a table. */
  static SummaryPart ofAccesses(int window, AccessTable accesses, int[] picked, int pickedCount) {
    return new SummaryPart(window, accesses, picked, pickedCount, List.of(), LineCounts.NONE);
  }

  /** All accesses of a table, and what else there is. */
  static SummaryPart ofAll(
      int window, AccessTable accesses, List<RejectedLine> rejected, LineCounts counts) {
    int[] all = IntStream.range(0, accesses.size()).toArray();
    return new SummaryPart(window, accesses, all, all.length, rejected, counts);
  }
}
