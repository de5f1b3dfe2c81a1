package dev.byoml.transforms.score;

import dev.byoml.transforms.beam.InstantCoder;
import dev.byoml.transforms.beam.RecordCoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.BitSetCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SortedMapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.values.KV;

/**
 * What a window holds, and how much of it the model knows. Facts of parts of a window add up, in
 * any order.
 *
 * @param known of each tenant that the model knows, which of its users and resources are there, by
 *     their indexes in the model
 * @param unknownUsers how many users of such tenants the model does not know
 * @param unknownResources how many resources of such tenants the model does not know
 * @param unknownTenants how many accesses each tenant has that the model does not know
 * @param first the earliest access, or the end of time where there is none
 * @param last the latest access, or the start of time where there is none
 */
record WindowFacts(
    SortedMap<String, Names> known,
    long unknownUsers,
    long unknownResources,
    SortedMap<String, Long> unknownTenants,
    Instant first,
    Instant last) {

  /** Encodes facts. */
  static final Coder<WindowFacts> CODER =
      RecordCoder.of(
          WindowFacts.class,
          SortedMapCoder.of(StringUtf8Coder.of(), Names.CODER),
          VarLongCoder.of(),
          VarLongCoder.of(),
          SortedMapCoder.of(StringUtf8Coder.of(), VarLongCoder.of()),
          InstantCoder.of(),
          InstantCoder.of());

  /** An empty window. */
  static final WindowFacts NONE =
      new WindowFacts(
          Collections.emptySortedMap(),
          0,
          0,
          Collections.emptySortedMap(),
          Instant.MAX,
          Instant.MIN);

  /**
   * Some of a tenant's users and resources, by their indexes.
   *
   * @param users the users
   * @param resources the resources
   */
  record Names(BitSet users, BitSet resources) {
    /** Encodes names. */
    static final Coder<Names> CODER =
        RecordCoder.of(Names.class, BitSetCoder.of(), BitSetCoder.of());

    /** None. */
    Names() {
      this(new BitSet(), new BitSet());
    }

    private Names plus(Names other) {
      Names sum = new Names((BitSet) users.clone(), (BitSet) resources.clone());
      sum.users.or(other.users);
      sum.resources.or(other.resources);
      return sum;
    }
  }

  /** Keeps the maps from being changed. */
  WindowFacts {
    known = Collections.unmodifiableSortedMap(known);
    unknownTenants = Collections.unmodifiableSortedMap(unknownTenants);
  }

  /** Facts of what the model does not know of a tenant that it knows. */
  static WindowFacts ofUnknown(long users, long resources) {
    return new WindowFacts(
        NONE.known, users, resources, NONE.unknownTenants, NONE.first, NONE.last);
  }

  /** Facts of a tenant that the model does not know. */
  static WindowFacts ofUnknownTenant(String tenant, long accesses) {
    return new WindowFacts(
        NONE.known, 0, 0, new TreeMap<>(Map.of(tenant, accesses)), NONE.first, NONE.last);
  }

  /** The facts of two parts together, of whose accesses none is in both. */
  WindowFacts plus(WindowFacts other) {
    SortedMap<String, Names> bothKnown = new TreeMap<>(known);
    other.known.forEach((tenant, names) -> bothKnown.merge(tenant, names, Names::plus));
    SortedMap<String, Long> bothUnknown = new TreeMap<>(unknownTenants);
    other.unknownTenants.forEach((tenant, n) -> bothUnknown.merge(tenant, n, Long::sum));
    return new WindowFacts(
        bothKnown,
        unknownUsers + other.unknownUsers,
        unknownResources + other.unknownResources,
        bothUnknown,
        other.first.isBefore(first) ? other.first : first,
        other.last.isAfter(last) ? other.last : last);
  }

  /** The facts as numbers of the run; times in seconds since 1970. */
  List<KV<String, Long>> numbers() {
    List<KV<String, Long>> numbers = new ArrayList<>();
    numbers.add(
        KV.of(
            "names.knownUsers",
            known.values().stream().mapToLong(names -> names.users().cardinality()).sum()));
    numbers.add(
        KV.of(
            "names.knownResources",
            known.values().stream().mapToLong(names -> names.resources().cardinality()).sum()));
    numbers.add(KV.of("names.unknownUsers", unknownUsers));
    numbers.add(KV.of("names.unknownResources", unknownResources));
    unknownTenants.forEach((tenant, n) -> numbers.add(KV.of("unknownTenants." + tenant, n)));
    if (!first.isAfter(last)) {
      numbers.add(KV.of("times.first", first.getEpochSecond()));
      numbers.add(KV.of("times.last", last.getEpochSecond()));
    }
    return numbers;
  }

  /** Adds up facts of many parts. */
  static Combine.BinaryCombineFn<WindowFacts> sum() {
    return new Sum();
  }

  private static final class Sum extends Combine.BinaryCombineFn<WindowFacts> {
    private static final long serialVersionUID = 1L;

    @Override
    public WindowFacts apply(WindowFacts left, WindowFacts right) {
      return left.plus(right);
    }

    @Override
    public WindowFacts identity() {
      return NONE;
    }
  }
}
