package dev.byoml.transforms.parse;

import dev.byoml.transforms.beam.RecordCoder;
import dev.byoml.transforms.parse.row.RejectionReason;
import dev.byoml.transforms.source.InputPiece;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SortedMapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;

/**
 * What became of the lines of an input. Every line that was read is used, filtered or rejected, so
 * that {@code read = used + filtered + rejected} always holds.
 *
 * @param used lines that became an event
 * @param filteredByReason lines that were left out on purpose, by its {@link FilterReason} or the
 *     name the template gives
 * @param rejectedByReason lines that could not be understood, by the label of the {@link
 *     RejectionReason}
 * @param filesLeftOut files whose lines are not among these, because of their names: see {@link
 *     InputPiece.LeftOut}
 */
public record LineCounts(
    long used,
    SortedMap<String, Long> filteredByReason,
    SortedMap<String, Long> rejectedByReason,
    SortedMap<String, Long> filesLeftOut)
    implements Serializable {
  /** Encodes counts. */
  public static final Coder<LineCounts> CODER =
      RecordCoder.of(
          LineCounts.class,
          VarLongCoder.of(),
          SortedMapCoder.of(StringUtf8Coder.of(), VarLongCoder.of()),
          SortedMapCoder.of(StringUtf8Coder.of(), VarLongCoder.of()),
          SortedMapCoder.of(StringUtf8Coder.of(), VarLongCoder.of()));

  /** Nothing was read. */
  public static final LineCounts NONE =
      new LineCounts(0, Collections.emptySortedMap(), Collections.emptySortedMap());

  /**
   * Checks the numbers; keeps copies of the maps without their zeros.
   *
   * @throws IllegalArgumentException if a number is negative
   */
  public LineCounts {
    if (used < 0) {
      throw new IllegalArgumentException("a count must not be negative: used " + used);
    }
    filteredByReason = positiveCounts(filteredByReason);
    rejectedByReason = positiveCounts(rejectedByReason);
    filesLeftOut = positiveCounts(filesLeftOut);
  }

  /** Counts of lines, where no file is left out. */
  public LineCounts(
      long used,
      SortedMap<String, Long> filteredByReason,
      SortedMap<String, Long> rejectedByReason) {
    this(used, filteredByReason, rejectedByReason, Collections.emptySortedMap());
  }

  /** All lines. */
  public long read() {
    return used + filtered() + rejected();
  }

  /** Lines that were left out on purpose. */
  public long filtered() {
    return total(filteredByReason);
  }

  /** Lines that could not be understood. */
  public long rejected() {
    return total(rejectedByReason);
  }

  /** The counts of both. */
  public LineCounts plus(LineCounts other) {
    return new LineCounts(
        Math.addExact(used, other.used),
        sum(filteredByReason, other.filteredByReason),
        sum(rejectedByReason, other.rejectedByReason),
        sum(filesLeftOut, other.filesLeftOut));
  }

  /**
   * The counts after {@code duplicates} of the used lines turned out to repeat others: these are
   * filtered under {@link FilterReason#DUPLICATE}.
   *
   * @throws IllegalArgumentException if {@code duplicates} is negative or more than were used
   */
  public LineCounts withDuplicates(long duplicates) {
    if (duplicates < 0 || duplicates > used) {
      throw new IllegalArgumentException(duplicates + " duplicates among " + used + " used lines");
    }
    SortedMap<String, Long> filtered = new TreeMap<>(filteredByReason);
    filtered.merge(FilterReason.DUPLICATE, duplicates, Math::addExact);
    return new LineCounts(used - duplicates, filtered, rejectedByReason, filesLeftOut);
  }

  /** Adds up the counts of many bundles; {@link #NONE} if there are no bundles. */
  public static Combine.BinaryCombineFn<LineCounts> sum() {
    return new Sum();
  }

  /** The closing line of a run, with the reasons in alphabetical order. */
  @Override
  public String toString() {
    return "read "
        + read()
        + " = used "
        + used
        + " + filtered "
        + filtered()
        + listed(filteredByReason)
        + " + rejected "
        + rejected()
        + listed(rejectedByReason);
  }

  private static String listed(SortedMap<String, Long> counts) {
    return counts.isEmpty()
        ? ""
        : counts.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private static SortedMap<String, Long> positiveCounts(Map<String, Long> counts) {
    SortedMap<String, Long> positive = new TreeMap<>();
    counts.forEach(
        (reason, count) -> {
          if (count < 0) {
            throw new IllegalArgumentException(
                "a count must not be negative: " + reason + " " + count);
          }
          if (count > 0) {
            positive.put(reason, count);
          }
        });
    return Collections.unmodifiableSortedMap(positive);
  }

  private static SortedMap<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
    SortedMap<String, Long> sum = new TreeMap<>(one);
    other.forEach((reason, count) -> sum.merge(reason, count, Math::addExact));
    return sum;
  }

  private static long total(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
  }

  private static final class Sum extends Combine.BinaryCombineFn<LineCounts> {
    @Override
    public LineCounts apply(LineCounts left, LineCounts right) {
      return left.plus(right);
    }

    @Override
    public LineCounts identity() {
      return NONE;
    }
  }
}
