package dev.byoml.transforms.score;

import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.transforms.beam.InstantCoder;
import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.beam.PackedCoder;
import dev.byoml.transforms.beam.RecordCoder;
import dev.byoml.transforms.value.Spellings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.BitSetCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.DelegateCoder;
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
 * @param movedUsers which of the unknown users are spelt almost as known ones
 * @param movedResources which of the unknown resources are spelt almost as known ones
 * @param seenBefore how many accesses that training has seen are only counted here
 * @param first the earliest access, or the end of time where there is none
 * @param last the latest access, or the start of time where there is none
 */
record WindowFacts(
    SortedMap<String, Names> known,
    long unknownUsers,
    long unknownResources,
    SortedMap<String, Long> unknownTenants,
    Moved movedUsers,
    Moved movedResources,
    long seenBefore,
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
          Moved.CODER,
          Moved.CODER,
          VarLongCoder.of(),
          InstantCoder.of(),
          InstantCoder.of());

  /** Encodes facts that wait as bytes to be added up. */
  static final PackedCoder<WindowFacts> PACKED = PackedCoder.of(CODER);

  /** An empty window. */
  static final WindowFacts NONE =
      new WindowFacts(
          Collections.emptySortedMap(),
          0,
          0,
          Collections.emptySortedMap(),
          Moved.NONE,
          Moved.NONE,
          0,
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

  /**
   * Names that a model does not know and that are spelt almost as some that it knows.
   *
   * @param count how many
   * @param examples the first of them in the order of names, each with a known one
   */
  record Moved(long count, SortedMap<String, String> examples) {
    /** Encodes such names. */
    static final Coder<Moved> CODER =
        RecordCoder.of(
            Moved.class,
            VarLongCoder.of(),
            SortedMapCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()));

    /** None. */
    static final Moved NONE = new Moved(0, Collections.emptySortedMap());

    private static final int EXAMPLES = 2;

    /** Keeps as many examples as are shown. */
    Moved {
      SortedMap<String, String> kept = new TreeMap<>();
      examples.entrySet().stream()
          .limit(EXAMPLES)
          .forEach(example -> kept.put(example.getKey(), example.getValue()));
      examples = Collections.unmodifiableSortedMap(kept);
    }

    /**
     * The moved ones of some names.
     *
     * @param unknown names that the model does not know
     * @param known names that it knows
     * @param common what spellings of a name have in common
     */
    static Moved of(Set<String> unknown, List<String> known, UnaryOperator<String> common) {
      if (unknown.isEmpty()) {
        return NONE;
      }
      Map<String, List<String>> byCommon = new HashMap<>();
      Map<String, List<String>> byShort = new HashMap<>();
      for (String name : unknown) {
        String of = common.apply(name);
        byCommon.computeIfAbsent(of, unseen -> new ArrayList<>()).add(name);
        Spellings.withoutSuffix(of)
            .ifPresent(cut -> byShort.computeIfAbsent(cut, unseen -> new ArrayList<>()).add(name));
      }
      SortedMap<String, String> moved = new TreeMap<>();
      for (String name : known) {
        String of = common.apply(name);
        Stream.of(
                byCommon.get(of),
                byShort.get(of),
                Spellings.withoutSuffix(of).map(byCommon::get).orElse(null))
            .filter(Objects::nonNull)
            .flatMap(List::stream)
            .forEach(
                other ->
                    moved.merge(other, name, (one, two) -> one.compareTo(two) <= 0 ? one : two));
      }
      return new Moved(moved.size(), moved);
    }

    private Moved plus(Moved other) {
      SortedMap<String, String> both = new TreeMap<>(examples);
      other.examples.forEach(
          (name, known) ->
              both.merge(name, known, (one, two) -> one.compareTo(two) <= 0 ? one : two));
      return new Moved(count + other.count, both);
    }
  }

  /**
   * Facts of what the model does not know of a tenant that it knows.
   *
   * @param users the users that it does not know
   * @param resources the resources that it does not know
   */
  static WindowFacts ofUnknown(Set<String> users, Set<String> resources, AccessMatrix known) {
    return new WindowFacts(
        NONE.known,
        users.size(),
        resources.size(),
        NONE.unknownTenants,
        Moved.of(users, known.users(), Spellings::ofUser),
        Moved.of(resources, known.resources(), Spellings::ofResource),
        0,
        NONE.first,
        NONE.last);
  }

  /** Facts of a tenant that the model does not know. */
  static WindowFacts ofUnknownTenant(String tenant, long accesses) {
    return new WindowFacts(
        NONE.known,
        0,
        0,
        new TreeMap<>(Map.of(tenant, accesses)),
        Moved.NONE,
        Moved.NONE,
        0,
        NONE.first,
        NONE.last);
  }

  /** The facts of two parts together, which have no access in common. */
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
        movedUsers.plus(other.movedUsers),
        movedResources.plus(other.movedResources),
        seenBefore + other.seenBefore,
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
    movedNumbers(numbers, "Users", movedUsers);
    movedNumbers(numbers, "Resources", movedResources);
    unknownTenants.forEach((tenant, n) -> numbers.add(KV.of("unknownTenants." + tenant, n)));
    if (seenBefore > 0) {
      numbers.add(KV.of(SelectAnomalies.SCORED, seenBefore));
      numbers.add(KV.of(SelectAnomalies.SEEN_BEFORE, seenBefore));
    }
    if (!first.isAfter(last)) {
      numbers.add(KV.of("times.first", first.getEpochSecond()));
      numbers.add(KV.of("times.last", last.getEpochSecond()));
    }
    return numbers;
  }

  private static void movedNumbers(List<KV<String, Long>> numbers, String kind, Moved moved) {
    if (moved.count() > 0) {
      numbers.add(KV.of("names.moved" + kind, moved.count()));
      moved
          .examples()
          .forEach(
              (name, known) ->
                  numbers.add(KV.of("moved%s.%s was %s".formatted(kind, name, known), 1L)));
    }
  }

  /** Adds up facts of many parts. */
  static Combine.CombineFn<Packed<WindowFacts>, ?, WindowFacts> sum() {
    return new Sum();
  }

  /**
   * Facts to which others are added in place, as there may be a part for each tenant. Those that
   * only move from worker to worker stay packed.
   */
  static final class Growing {
    private final SortedMap<String, Names> known = new TreeMap<>();
    private final SortedMap<String, Long> unknownTenants = new TreeMap<>();
    private WindowFacts others = NONE;

    /** The same facts while they are packed; the other fields count afterwards. */
    private Packed<WindowFacts> packed;

    static Growing of(Packed<WindowFacts> facts) {
      Growing growing = new Growing();
      growing.packed = facts;
      return growing;
    }

    Packed<WindowFacts> packed() {
      return packed == null ? PACKED.pack(facts()) : packed;
    }

    Growing add(WindowFacts facts) {
      if (packed != null) {
        Packed<WindowFacts> before = packed;
        packed = null;
        add(PACKED.unpack(before));
      }
      facts.known.forEach((tenant, names) -> known.merge(tenant, names, Names::plus));
      facts.unknownTenants.forEach((tenant, n) -> unknownTenants.merge(tenant, n, Long::sum));
      others = others.plus(facts.withTenants(NONE.known, NONE.unknownTenants));
      return this;
    }

    WindowFacts facts() {
      return packed == null ? others.withTenants(known, unknownTenants) : PACKED.unpack(packed);
    }
  }

  private WindowFacts withTenants(
      SortedMap<String, Names> ofKnown, SortedMap<String, Long> ofUnknown) {
    return new WindowFacts(
        ofKnown,
        unknownUsers,
        unknownResources,
        ofUnknown,
        movedUsers,
        movedResources,
        seenBefore,
        first,
        last);
  }

  private static final class Sum
      extends Combine.CombineFn<Packed<WindowFacts>, Growing, WindowFacts> {
    private static final long serialVersionUID = 1L;

    @Override
    public Growing createAccumulator() {
      return new Growing();
    }

    @Override
    public Growing addInput(Growing sum, Packed<WindowFacts> facts) {
      return sum.add(PACKED.unpack(facts));
    }

    @Override
    public Growing mergeAccumulators(Iterable<Growing> parts) {
      Growing sum = null;
      for (Growing part : parts) {
        sum = sum == null ? part : sum.add(part.facts());
      }
      return sum == null ? createAccumulator() : sum;
    }

    @Override
    public WindowFacts extractOutput(Growing sum) {
      return sum.facts();
    }

    @Override
    public Coder<Growing> getAccumulatorCoder(
        CoderRegistry registry, Coder<Packed<WindowFacts>> input) {
      return DelegateCoder.of(PACKED, Growing::packed, Growing::of);
    }
  }
}
