package dev.byoml.transforms.access;

import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.beam.PackedCoder;
import dev.byoml.transforms.parse.BundleParser;
import dev.byoml.transforms.parse.LineParser;
import dev.byoml.transforms.parse.LineTally;
import dev.byoml.transforms.parse.ParsedAccess;
import dev.byoml.transforms.parse.ParsedLine;
import dev.byoml.transforms.parse.RejectedLine;
import dev.byoml.transforms.source.InputPiece;
import dev.byoml.transforms.source.SourceLine;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
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
  private static final int MOST_EVENTS_HELD = 200_000;
  private static final int MOST_ACCESSES_HELD = 50_000;
  private static final int MOST_REJECTED_HELD = 10_000;

  private final int groups;
  private transient AccessTable accesses;
  private transient int eventsHeld;
  private transient List<RejectedLine> rejected;
  private transient LineTally tally;

  BundleSummarizer(int groups) {
    this.groups = groups;
  }

  /** A bundle begins. */
  void start() {
    accesses = new AccessTable();
    eventsHeld = 0;
    rejected = new ArrayList<>();
    tally = new LineTally();
  }

  /** Parses a line and adds what becomes of it. */
  void add(
      SourceLine line, BundleParser parser, Consumer<KV<Integer, Packed<SummaryPart>>> output) {
    parser.read(line, this::add);
    putOutIfLarge(output);
  }

  /** Adds files that are left out. */
  void add(InputPiece.LeftOut leftOut) {
    tally.addFilesLeftOut(leftOut.files());
  }

  /** Adds what became of a line. */
  void add(ParsedLine line, Consumer<KV<Integer, Packed<SummaryPart>>> output) {
    if (line instanceof ParsedLine.Used used) {
      add(ParsedAccess.of(used.event()));
    } else if (line instanceof ParsedLine.Filtered left) {
      tally.addFiltered(left.reason());
    } else if (line instanceof ParsedLine.Rejected bad) {
      add(bad.line());
    }
    putOutIfLarge(output);
  }

  private void add(LineParser.Fate fate, LineParser parser) {
    switch (fate) {
      case USED -> add(parser.access());
      case FILTERED -> tally.addFiltered(parser.filteredAs());
      case REJECTED -> add(parser.rejected());
    }
  }

  private void add(ParsedAccess access) {
    tally.addUsed();
    accesses.of(access.tenant(), access.user(), access.resource()).add(access);
    eventsHeld++;
  }

  private void add(RejectedLine line) {
    tally.addRejected(line.reason());
    rejected.add(line);
  }

  /** The bundle ends. */
  void finish(Consumer<KV<Integer, Packed<SummaryPart>>> output) {
    putOut(output);
    accesses = null;
    rejected = null;
    tally = null;
  }

  private void putOutIfLarge(Consumer<KV<Integer, Packed<SummaryPart>>> output) {
    if (eventsHeld >= MOST_EVENTS_HELD
        || accesses.size() >= MOST_ACCESSES_HELD
        || rejected.size() >= MOST_REJECTED_HELD) {
      putOut(output);
      start();
    }
  }

  private void putOut(Consumer<KV<Integer, Packed<SummaryPart>>> output) {
    int[] groupOf = new int[accesses.size()];
    int[] sizes = new int[groups];
    for (int access = 0; access < groupOf.length; access++) {
      groupOf[access] = group(access);
      sizes[groupOf[access]]++;
    }
    int[] picked = new int[groupOf.length];
    for (int group = 0; group < groups; group++) {
      if (sizes[group] > 0) {
        int count = 0;
        for (int access = 0; access < groupOf.length; access++) {
          if (groupOf[access] == group) {
            picked[count++] = access;
          }
        }
        output.accept(KV.of(group, PACKED.pack(SummaryPart.ofAccesses(accesses, picked, count))));
      }
    }
    output.accept(
        KV.of(
            groupOfOthers(),
            PACKED.pack(SummaryPart.ofAll(new AccessTable(), rejected, tally.counts()))));
  }

  private int group(int access) {
    String tenant = accesses.names().name(accesses.tenant(access));
    String user = accesses.names().name(accesses.user(access));
    return Math.floorMod(31 * tenant.hashCode() + user.hashCode(), groups);
  }

  /** Any will do that is the same in a second try of the bundle. */
  private int groupOfOthers() {
    return rejected.isEmpty()
        ? 0
        : Math.floorMod(Long.hashCode(rejected.get(0).position()), groups);
  }
}
