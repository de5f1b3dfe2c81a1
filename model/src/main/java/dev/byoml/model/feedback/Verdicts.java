package dev.byoml.model.feedback;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.carry.Carried;
import dev.byoml.model.carry.LargeValue;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The verdicts that analysts gave, and which of them hold: of several on one access the one with
 * the latest {@link JudgedAccess#at()}, of equally late ones the one that comes last. Immutable.
 */
public final class Verdicts extends LargeValue {
  private static final long serialVersionUID = 1L;

  /** No verdicts. */
  public static final Verdicts NONE = new Verdicts(List.of(), 0);

  private final transient List<JudgedAccess> history;
  private final transient Map<AccessKey, JudgedAccess> inForce = new HashMap<>();
  private final transient int tooLate;

  private Verdicts(Collection<JudgedAccess> history, int tooLate) {
    this.history = new ArrayList<>(history);
    this.tooLate = tooLate;
    for (JudgedAccess judged : history) {
      inForce.merge(judged.access(), judged, (a, b) -> b.at().isBefore(a.at()) ? a : b);
    }
  }

  /** These verdicts, in the order in which they were written down. */
  public static Verdicts of(Collection<JudgedAccess> history) {
    return new Verdicts(history, 0);
  }

  /**
   * What was known at a time: verdicts after it are left out. So a window that is scored again
   * later gives the same results again.
   *
   * @param end the end of a window
   */
  public Verdicts until(Instant end) {
    List<JudgedAccess> known =
        history.stream().filter(judged -> !judged.at().isAfter(end)).toList();
    return new Verdicts(known, tooLate + history.size() - known.size());
  }

  /** Every verdict, also those that a later one replaced. */
  public List<JudgedAccess> history() {
    return Collections.unmodifiableList(history);
  }

  /** The verdict on an access that holds, if there is one. */
  public Optional<Verdict> on(AccessKey access) {
    return Optional.ofNullable(inForce.get(access)).map(JudgedAccess::verdict);
  }

  /** The accesses that a verdict holds for, in ascending order. */
  public List<JudgedAccess> inForce() {
    return inForce.values().stream().sorted(Comparator.comparing(JudgedAccess::access)).toList();
  }

  /** Whether no verdict holds. */
  public boolean isEmpty() {
    return inForce.isEmpty();
  }

  /**
   * How many verdicts there are, as named numbers: {@code verdicts.benign}, {@code
   * verdicts.malicious} and {@code verdicts.undetermined} of those that hold, {@code
   * verdicts.replaced} by later ones on the same access, {@code verdicts.afterTheWindow} that
   * {@link #until} left out.
   */
  public SortedMap<String, Long> counts() {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (Verdict verdict : Verdict.values()) {
      counts.put(
          "verdicts." + verdict.label(),
          inForce.values().stream().filter(judged -> judged.verdict() == verdict).count());
    }
    counts.put("verdicts.replaced", (long) history.size() - inForce.size());
    counts.put("verdicts.afterTheWindow", (long) tooLate);
    return counts;
  }

  @Override
  protected Carried.Reader<Verdicts> reader() {
    return Verdicts::read;
  }

  @Override
  protected void write(DataOutputStream out) throws IOException {
    out.writeInt(tooLate);
    out.writeInt(history.size());
    for (JudgedAccess judged : history) {
      Carried.writeText(judged.access().tenant(), out);
      Carried.writeText(judged.access().user(), out);
      Carried.writeText(judged.access().resource(), out);
      out.writeByte(judged.verdict().ordinal());
      Carried.writeText(judged.by(), out);
      out.writeLong(judged.at().getEpochSecond());
      out.writeInt(judged.at().getNano());
    }
  }

  private static Verdicts read(DataInputStream in) throws IOException {
    int tooLate = in.readInt();
    int count = in.readInt();
    List<JudgedAccess> history = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      history.add(
          new JudgedAccess(
              new AccessKey(Carried.readText(in), Carried.readText(in), Carried.readText(in)),
              Verdict.values()[in.readByte()],
              Carried.readText(in),
              Instant.ofEpochSecond(in.readLong(), in.readInt())));
    }
    return new Verdicts(history, tooLate);
  }
}
