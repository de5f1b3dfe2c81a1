package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.beam.PackedCoder;
import dev.byoml.transforms.parse.AccessNames;
import dev.byoml.transforms.parse.BundleParser;
import dev.byoml.transforms.parse.FilterReason;
import dev.byoml.transforms.parse.LineCounts;
import dev.byoml.transforms.parse.LineParser;
import dev.byoml.transforms.parse.LineTally;
import dev.byoml.transforms.parse.ParsedAccess;
import dev.byoml.transforms.parse.ParsedLine;
import dev.byoml.transforms.parse.RejectedLine;
import dev.byoml.transforms.source.InputPiece;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.TimeWindows;
import dev.byoml.transforms.source.UnreadableInputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.values.KV;

/**
 * Makes parts for the shuffle of the accesses of a {@code DoFn}'s bundles: rows with an identity as
 * they come, others added up ({@link BundleTable}). What was gathered so far is put out, packed,
 * under the number of its group whenever it might become large, and at the end of the bundle.
 */
public final class BundleSummarizer implements Serializable {
  /** How what is put out is packed. */
  public static final PackedCoder<SummaryPart> PACKED = PackedCoder.of(SummaryPartCoder.of());

  /** How what is put out goes through a shuffle. */
  public static final KvCoder<Integer, Packed<SummaryPart>> CODER =
      KvCoder.of(VarIntCoder.of(), PACKED);

  private static final long serialVersionUID = 1L;

  // These bound the memory of a bundle, in which an event with an identity takes some 30 bytes and
  // an access of others some 200; what is put out early is merged later all the same.
  private static final int MOST_EVENTS_HELD = 1_000_000;
  private static final int MOST_ACCESSES_HELD = 150_000;
  private static final int MOST_REJECTED_HELD = 10_000;

  /** Names are remembered from one bundle to the next until there are so many. */
  private static final int MOST_NAMES_HELD = 500_000;

  private final int groups;
  private final TimeWindows windows;

  /** Over so many groups the users of a window are spread. */
  private final int groupsOfAWindow;

  private transient Held[] held;
  private transient AccessNames names;

  /** A table that was put out and remembers what it met; null while it is in use. */
  private transient BundleTable kept;

  private transient int eventsHeld;
  private transient int accessesHeld;
  private transient int rejectedHeld;

  /** The window in which lines are counted that are not accesses and have no time. */
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
    private final BundleTable accesses;
    private final List<RejectedLine> rejected = new ArrayList<>();
    private final LineTally tally = new LineTally();

    Held(BundleTable accesses) {
      this.accesses = accesses;
    }
  }

  /** A bundle begins. */
  public void start() {
    if (names == null || names.size() >= MOST_NAMES_HELD) {
      names = new AccessNames();
      kept = null;
    }
    held = new Held[windows.size()];
    eventsHeld = 0;
    accessesHeld = 0;
    rejectedHeld = 0;
  }

  /** Counts lines from now on, if they have no time, in this window. */
  public void countOthersIn(int window) {
    windowOfOthers = window;
  }

  /** Parses lines and adds what becomes of each. */
  public void add(
      SourceLines lines, BundleParser parser, Consumer<KV<Integer, Packed<SummaryPart>>> output)
      throws UnreadableInputException {
    parser.read(
        lines,
        (fate, read) -> {
          add(fate, read);
          putOutIfLarge(output);
        });
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
   * Adds a summary made before; none of its rows is in another summary of the same window.
   *
   * @param window number of their window
   */
  public void add(
      int window,
      AccessKey key,
      AccessSummary summary,
      Consumer<KV<Integer, Packed<SummaryPart>>> output) {
    BundleTable accesses = in(window).accesses;
    int before = accesses.addedUp();
    accesses.add(key, summary);
    accessesHeld += accesses.addedUp() - before;
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
    int before = place.accesses.addedUp();
    place.accesses.add(access);
    accessesHeld += place.accesses.addedUp() - before;
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
      held[window] = new Held(kept == null ? table(window) : kept);
      kept = null;
    }
    return held[window];
  }

  private BundleTable table(int window) {
    return new BundleTable(names, groups, (tenant, user) -> group(window, tenant, user));
  }

  /** The bundle ends. */
  public void finish(Consumer<KV<Integer, Packed<SummaryPart>>> output) {
    putOut(output);
    held = null;
  }

  private void putOutIfLarge(Consumer<KV<Integer, Packed<SummaryPart>>> output) {
    if (eventsHeld >= MOST_EVENTS_HELD
        || accessesHeld >= MOST_ACCESSES_HELD
        || rejectedHeld >= MOST_REJECTED_HELD
        || names.size() >= MOST_NAMES_HELD) {
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
    place.accesses.putOut(window, (group, part) -> output.accept(KV.of(group, part)));
    if (windows.size() == 1) {
      kept = place.accesses;
    }
    LineCounts counts = place.tally.counts();
    if (!counts.equals(LineCounts.NONE)) {
      output.accept(
          KV.of(
              groupOfOthers(place),
              PACKED.pack(SummaryPart.ofAll(window, new AccessTable(), place.rejected, counts))));
    }
  }

  private int group(int window, String tenant, String user) {
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
