package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessEvent;
import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.beam.PackedCoder;
import dev.byoml.transforms.parse.LineTally;
import dev.byoml.transforms.parse.ParsedLine;
import dev.byoml.transforms.parse.RejectedLine;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.beam.sdk.values.KV;

/**
 * Adds up the accesses of a {@code DoFn}'s bundles by user, resource and tenant before they are
 * shuffled. What was added up so far is put out, packed, under the number of its group whenever it
 * might become large, and at the end of the bundle.
 */
final class BundleSummarizer implements Serializable {
  /** How what is put out is packed. */
  static final PackedCoder<SummaryPart> PACKED = PackedCoder.of(SummaryPartCoder.of());

  private static final long serialVersionUID = 1L;

  // These bound the memory of a bundle; what is put out early is merged later all the same.
  private static final int MOST_EVENTS_HELD = 100_000;
  private static final int MOST_ACCESSES_HELD = 10_000;
  private static final int MOST_REJECTED_HELD = 10_000;

  private final int groups;
  private transient Map<AccessKey, AccessAccumulator> accesses;
  private transient int eventsHeld;
  private transient List<RejectedLine> rejected;
  private transient LineTally tally;

  BundleSummarizer(int groups) {
    this.groups = groups;
  }

  /** A bundle begins. */
  void start() {
    accesses = new HashMap<>();
    eventsHeld = 0;
    rejected = new ArrayList<>();
    tally = new LineTally();
  }

  void add(ParsedLine line, Consumer<KV<Integer, Packed<SummaryPart>>> output) {
    tally.add(line);
    if (line instanceof ParsedLine.Used used) {
      AccessEvent event = used.event();
      accesses.computeIfAbsent(event.key(), key -> new AccessAccumulator()).add(event);
      eventsHeld++;
    } else if (line instanceof ParsedLine.Rejected bad) {
      rejected.add(bad.line());
    }
    if (eventsHeld == MOST_EVENTS_HELD
        || accesses.size() == MOST_ACCESSES_HELD
        || rejected.size() == MOST_REJECTED_HELD) {
      putOut(output);
      start();
    }
  }

  /** The bundle ends. */
  void finish(Consumer<KV<Integer, Packed<SummaryPart>>> output) {
    putOut(output);
    accesses = null;
    rejected = null;
    tally = null;
  }

  private void putOut(Consumer<KV<Integer, Packed<SummaryPart>>> output) {
    List<List<KV<AccessKey, AccessAccumulator>>> byGroup = new ArrayList<>(groups);
    for (int group = 0; group < groups; group++) {
      byGroup.add(new ArrayList<>());
    }
    accesses.forEach(
        (key, accumulator) -> byGroup.get(group(key)).add(KV.of(key, accumulator.compact())));
    for (int group = 0; group < groups; group++) {
      if (!byGroup.get(group).isEmpty()) {
        output.accept(KV.of(group, PACKED.pack(SummaryPart.ofAccesses(byGroup.get(group)))));
      }
    }
    output.accept(
        KV.of(groupOfOthers(), PACKED.pack(new SummaryPart(List.of(), rejected, tally.counts()))));
  }

  private int group(AccessKey key) {
    return Math.floorMod(31 * key.tenant().hashCode() + key.user().hashCode(), groups);
  }

  /** Any will do that is the same in a second try of the bundle. */
  private int groupOfOthers() {
    return rejected.isEmpty()
        ? 0
        : Math.floorMod(Long.hashCode(rejected.get(0).position()), groups);
  }
}
