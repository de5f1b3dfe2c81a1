package dev.byoml.transforms.access;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.parse.LineCounts;
import dev.byoml.transforms.parse.RejectedLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.beam.sdk.values.KV;

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

  /** Merges the accesses of several parts of one window. */
  public static SummaryPart merged(Iterable<Packed<SummaryPart>> parts) {
    AccessTable merged = new AccessTable();
    parts.forEach(part -> added(part, window -> merged));
    return ofAll(0, merged, List.of(), LineCounts.NONE);
  }

  /**
   * Adds the accesses of a part to a table.
   *
   * @param tables gives the table of a window
   * @return the part with the table, of which no accesses are picked
   */
  public static SummaryPart added(Packed<SummaryPart> part, IntFunction<AccessTable> tables) {
    try {
      return SummaryPartCoder.of().decode(new ByteArrayInputStream(part.bytes()), tables);
    } catch (IOException e) {
      throw new UncheckedIOException("a packed value cannot be decoded", e);
    }
  }

  /** What a packed part holds beside accesses. */
  static SummaryPart ofLines(Packed<SummaryPart> part) {
    try {
      return SummaryPartCoder.of().decodeLines(new ByteArrayInputStream(part.bytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("a packed value cannot be decoded", e);
    }
  }

  /** The same in the form in which it is kept and moved. */
  public Packed<SummaryPart> packed() {
    return BundleSummarizer.PACKED.pack(this);
  }

  /** Returns the summary of each (tenant, user, resource). */
  public List<KV<AccessKey, AccessSummary>> summaries() {
    List<KV<AccessKey, AccessSummary>> summaries = new ArrayList<>();
    for (int i = 0; i < pickedCount; i++) {
      summaries.add(KV.of(accesses.key(picked[i]), accesses.summary(picked[i])));
    }
    return summaries;
  }

  /** How many rows were repetitions of others. */
  public long duplicates() {
    long duplicates = 0;
    for (int i = 0; i < pickedCount; i++) {
      duplicates += accesses.duplicates(picked[i]);
    }
    return duplicates;
  }

  /**
   * Adds what came later.
   *
   * @param earlier all accesses so far; neither part is to be used otherwise any more
   * @param later more of them
   * @return both together, and the summaries whose totals are not what they were
   */
  public static KV<SummaryPart, List<KV<AccessKey, AccessSummary>>> amended(
      SummaryPart earlier, SummaryPart later) {
    AccessTable table = earlier.accesses;
    AccessTable more = later.accesses;
    int known = table.size();
    int[] numbers = IntStream.range(0, more.size()).map(i -> table.number(more.key(i))).toArray();
    AccessTotals[] before = new AccessTotals[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      before[i] = numbers[i] < known ? table.summary(numbers[i]).totals() : null;
    }
    table.addAll(more);
    List<KV<AccessKey, AccessSummary>> changed = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      AccessSummary after = table.summary(numbers[i]);
      if (!after.totals().equals(before[i])) {
        changed.add(KV.of(table.key(numbers[i]), after));
      }
    }
    return KV.of(ofAll(0, table, List.of(), LineCounts.NONE), changed);
  }
}
