package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.beam.PackedCoder;
import dev.byoml.transforms.parse.BundleParser;
import dev.byoml.transforms.parse.FilterReason;
import dev.byoml.transforms.parse.LineCounts;
import dev.byoml.transforms.parse.LineParser;
import dev.byoml.transforms.parse.LineTally;
import dev.byoml.transforms.parse.ParsedAccess;
import dev.byoml.transforms.parse.ParsedLine;
import dev.byoml.transforms.parse.RejectedLine;
import dev.byoml.transforms.source.InputPiece;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.TimeWindows;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.values.KV;

/**
 * Adds up the accesses of a {@code DoFn}'s bundles by window, user, resource and tenant before they
 * are shuffled. What was added up so far is put out, packed, under the number of its group whenever
 * it might become large, and at the end of the bundle.
 */
public final class BundleSummarizer implements Serializable {
  /** How what is put out is packed. */
  public static final PackedCoder<SummaryPart> PACKED = PackedCoder.of(SummaryPartCoder.of());

  /** How what is put out goes through a shuffle. */
  public static final KvCoder<Integer, Packed<SummaryPart>> CODER =
      KvCoder.of(VarIntCoder.of(), PACKED);

  private static final long serialVersionUID = 1L;

  // These bound the memory of a bundle; what is put out early is merged later all the same.
  private static final int MOST_EVENTS_HELD = 200_000;
  private static final int MOST_ACCESSES_HELD = 150_000;
  private static final int MOST_REJECTED_HELD = 10_000;

  private final int groups;
  private final TimeWindows windows;

  /** Over so many groups the users of a window are spread. */
  private final int groupsOfAWindow;

  private transient Held[] held;
  private transient int eventsHeld;
  private transient int accessesHeld;
  private transient int rejectedHeld;

  /** Where lines are counted that are no accesses and have no time. */
  private transient int windowOfOthers;

  /**
   * A summarizer of one window.
   *
   * @param groups number of groups, over which accesses are spread by user
   */
  public BundleSummarizer(int groups) {
    this(groups, TimeWindows.ONE);
  }

  private BundleSummarizer(int groups, TimeWindows windows) {
    this.groups = groups;
    this.windows = windows;
    this.groupsOfAWindow = Math.max(1, groups / windows.size());
  }

  /** A summarizer that keeps windows apart; accesses outside of them are filtered. */
  public static BundleSummarizer of(TimeWindows windows) {
    return new BundleSummarizer(SummarizeAccesses.GROUPS, windows);
  }

  /** What is held of one window. */
  private static final class Held {
    private final AccessTable accesses = new AccessTable();
    private final List<RejectedLine> rejected = new ArrayList<>();
    private final LineTally tally = new LineTally();
  }

  /** A bundle begins. */
  public void start() {
    held = new Held[windows.size()];
    eventsHeld = 0;
    accessesHeld = 0;
    rejectedHeld = 0;
  }

  /** Counts lines from now on, if they have no time, in this window. */
  public void countOthersIn(int window) {
    windowOfOthers = window;
  }

  /** Parses a line and adds what becomes of it. */
  public void add(
      SourceLine line, BundleParser parser, Consumer<KV<Integer, Packed<SummaryPart>>> output) {
    parser.read(line, this::add);
    putOutIfLarge(output);
  }

  /** Adds files that are left out. */
  public void add(InputPiece.LeftOut leftOut) {
    others().tally.addFilesLeftOut(leftOut.files());
  }

  /** Adds what became of a line. */
  void add(ParsedLine line, Consumer<KV<Integer, Packed<SummaryPart>>> output) {
    if (line instanceof ParsedLine.Used used) {
      add(ParsedAccess.of(used.event()));
    } else if (line instanceof ParsedLine.Filtered left) {
      others().tally.addFiltered(left.reason());
    } else if (line instanceof ParsedLine.Rejected bad) {
      add(bad.line());
    }
    putOutIfLarge(output);
  }

  /**
   * Adds what accesses came to before; the rows of these are none of another summary of the same
   * window.
   *
   * @param window number of their window
   */
  public void add(
      int window,
      AccessKey key,
      AccessSummary summary,
      Consumer<KV<Integer, Packed<SummaryPart>>> output) {
    AccessTable accesses = in(window).accesses;
    int before = accesses.size();
    accesses.add(key, summary);
    accessesHeld += accesses.size() - before;
    putOutIfLarge(output);
  }

  /** Adds an access that is counted elsewhere, whatever its time. */
  public void add(ParsedAccess access, Consumer<KV<Integer, Packed<SummaryPart>>> output) {
    add(access, in(0));
    putOutIfLarge(output);
  }

  private void add(LineParser.Fate fate, LineParser parser) {
    switch (fate) {
      case USED -> add(parser.access());
      case FILTERED -> others().tally.addFiltered(parser.filteredAs());
      case REJECTED -> add(parser.rejected());
    }
  }

  private void add(ParsedAccess access) {
    int window = windows.size() == 1 ? 0 : windows.indexOf(access.nanoseconds());
    if (window < 0) {
      others().tally.addFiltered(FilterReason.OUTSIDE_TIME_RANGE);
      return;
    }
    Held place = in(window);
    place.tally.addUsed();
    add(access, place);
  }

  private void add(ParsedAccess access, Held place) {
    int before = place.accesses.size();
    place.accesses.add(access);
    accessesHeld += place.accesses.size() - before;
    eventsHeld++;
  }

  private void add(RejectedLine line) {
    Held place = others();
    place.tally.addRejected(line.reason());
    place.rejected.add(line);
    rejectedHeld++;
  }

  private Held others() {
    return in(windowOfOthers);
  }

  private Held in(int window) {
    if (held[window] == null) {
      held[window] = new Held();
    }
    return held[window];
  }

  /** The bundle ends. */
  public void finish(Consumer<KV<Integer, Packed<SummaryPart>>> output) {
    putOut(output);
    held = null;
  }

  private void putOutIfLarge(Consumer<KV<Integer, Packed<SummaryPart>>> output) {
    if (eventsHeld >= MOST_EVENTS_HELD
        || accessesHeld >= MOST_ACCESSES_HELD
        || rejectedHeld >= MOST_REJECTED_HELD) {
      putOut(output);
      start();
    }
  }

  private void putOut(Consumer<KV<Integer, Packed<SummaryPart>>> output) {
    for (int window = 0; window < held.length; window++) {
      if (held[window] != null) {
        putOut(window, held[window], output);
      }
    }
  }

  private void putOut(int window, Held place, Consumer<KV<Integer, Packed<SummaryPart>>> output) {
    AccessTable accesses = place.accesses;
    int[] groupOf = new int[accesses.size()];
    int[] sizes = new int[groups];
    for (int access = 0; access < groupOf.length; access++) {
      groupOf[access] = group(window, accesses, access);
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
        output.accept(
            KV.of(group, PACKED.pack(SummaryPart.ofAccesses(window, accesses, picked, count))));
      }
    }
    LineCounts counts = place.tally.counts();
    if (!counts.equals(LineCounts.NONE)) {
      output.accept(
          KV.of(
              groupOfOthers(place),
              PACKED.pack(SummaryPart.ofAll(window, new AccessTable(), place.rejected, counts))));
    }
  }

  private int group(int window, AccessTable accesses, int access) {
    String tenant = accesses.names().name(accesses.tenant(access));
    String user = accesses.names().name(accesses.user(access));
    int place = Math.floorMod(31 * tenant.hashCode() + user.hashCode(), groupsOfAWindow);
    return (window * groupsOfAWindow + place) % groups;
  }

  /** Any will do that is the same in a second try of the bundle. */
  private int groupOfOthers(Held place) {
    return place.rejected.isEmpty()
        ? 0
        : Math.floorMod(Long.hashCode(place.rejected.get(0).position()), groups);
  }
}
