package dev.byoml.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessEvent;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.transforms.beam.AccessCoders;
import dev.byoml.transforms.beam.RecordCoder;
import dev.byoml.transforms.parse.ParsedLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

/** Every record that moves between workers, by way of its coder. */
class RecordCodersTest {
  /** Records that stay on one worker, or are settings that move with a function. */
  private static final Set<String> STAY =
      Set.of(
          "AccessMatrixPart",
          "Attempt",
          "BlobPath",
          "BlockCount",
          "Blocks",
          "Condition",
          "Decompressor",
          "Entry",
          "EventAccess",
          "Expression",
          "Expressions",
          "Factory",
          "Fetched",
          "FileShape",
          "Finish",
          "Key",
          "LearnFromFactors",
          "ListedFile",
          "Literal",
          "LoadedTenant",
          "LogAnalyticsStream",
          "ModelReference",
          "Packed",
          "Pattern",
          "Place",
          "Position",
          "Published",
          "Question",
          "RetrySchedule",
          "Rows",
          "RunFile",
          "RunMetrics",
          "ScopedCredential",
          "Selected",
          "SendSettings",
          "Shared",
          "SourceLine",
          "Span",
          "SummaryPart",
          "TemplateDefinition",
          "TemplateParameters",
          "TimeRange",
          "Token",
          "TopicAddress",
          "Unpacked",
          "Walk",
          "WatchWindows",
          "Wildcard",
          "WindowModel",
          "WindowSelection",
          "WindowTarget",
          "Windows");

  /** Records of {@code model}, which knows no coder. */
  private static final Map<Class<? extends Record>, Coder<?>> OF_THE_MODEL =
      Map.of(
          AccessKey.class, AccessCoders.KEY,
          AccessEntities.class, AccessCoders.ENTITIES,
          AccessEvent.class, AccessCoders.EVENT,
          AccessTotals.class, AccessCoders.TOTALS);

  @Test
  void thereIsACoderForEachRecordThatMoves() throws Exception {
    List<String> without =
        records()
            .filter(type -> !STAY.contains(type.getSimpleName()))
            .filter(type -> coderOf(type).isEmpty())
            .map(Class::getName)
            .toList();

    assertThat(without, is(empty()));
  }

  @Property(tries = 300)
  void everyRecordSurvivesTheWay(@ForAll("values") Record value) throws Exception {
    Coder<Record> coder = coderOf(value.getClass()).orElseThrow();

    byte[] bytes = CoderUtils.encodeToByteArray(coder, value);
    Record back = CoderUtils.decodeFromByteArray(coder, bytes);

    assertThat(CoderUtils.encodeToByteArray(coder, back), is(bytes));
    assertThat(Arrays.deepToString(components(back)), is(Arrays.deepToString(components(value))));
  }

  @Test
  void theListOfThoseThatStayNamesNoneThatIsGoneOrMoves() throws Exception {
    Set<String> found =
        records()
            .filter(type -> coderOf(type).isEmpty())
            .map(Class::getSimpleName)
            .collect(Collectors.toSet());

    assertThat(STAY.stream().filter(name -> !found.contains(name)).toList(), is(empty()));
  }

  @Test
  void refusesMoreOrFewerCodersThanComponents() {
    assertThrows(
        IllegalArgumentException.class,
        () -> RecordCoder.of(AccessKey.class, StringUtf8Coder.of(), StringUtf8Coder.of()));
  }

  @Test
  void refusesARecordThatItsOwnConstructorRefuses() throws Exception {
    record Positive(String text) {
      Positive {
        if (text.isEmpty()) {
          throw new IllegalArgumentException("empty");
        }
      }
    }
    Coder<Positive> coder = RecordCoder.of(Positive.class, StringUtf8Coder.of());

    assertThrows(
        IllegalArgumentException.class,
        () -> CoderUtils.decodeFromByteArray(coder, new byte[] {0}));
    assertThat(CoderUtils.clone(coder, new Positive("a")), is(new Positive("a")));
  }

  @Provide
  Arbitrary<Record> values() throws Exception {
    List<Class<? extends Record>> types = records().filter(t -> coderOf(t).isPresent()).toList();
    assertThat(types, not(hasSize(0)));
    return Arbitraries.of(types).flatMap(type -> valueOf(type).map(Record.class::cast));
  }

  /** A value of a record: of random components that its constructor takes. */
  private static Arbitrary<Object> valueOf(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    List<Arbitrary<Object>> values =
        Stream.of(components).map(component -> componentOf(component.getGenericType())).toList();
    return Combinators.combine(values)
        .as(given -> made(type, components, given.toArray()))
        .filter(Optional::isPresent)
        .map(Optional::get);
  }

  private static Arbitrary<Object> componentOf(Type type) {
    Class<?> raw = (Class<?>) (type instanceof ParameterizedType p ? p.getRawType() : type);
    Arbitrary<?> arbitrary;
    if (raw == String.class) {
      arbitrary = Arbitraries.strings().ofMaxLength(8);
    } else if (raw == long.class) {
      arbitrary = Arbitraries.longs().greaterOrEqual(0);
    } else if (raw == int.class) {
      arbitrary = Arbitraries.integers().greaterOrEqual(0);
    } else if (raw == boolean.class) {
      arbitrary = Arbitraries.of(true, false);
    } else if (raw == double.class) {
      arbitrary = Arbitraries.doubles().between(0, 100);
    } else if (raw == float.class) {
      arbitrary = Arbitraries.floats();
    } else if (raw == float[].class) {
      arbitrary = Arbitraries.floats().array(float[].class).ofMaxSize(20);
    } else if (raw == byte[].class) {
      arbitrary = Arbitraries.bytes().array(byte[].class).ofMaxSize(20);
    } else if (raw == List.class) {
      Type ofElements = ((ParameterizedType) type).getActualTypeArguments()[0];
      arbitrary = componentOf(ofElements).list().ofMaxSize(4);
    } else if (raw == ParsedLine.class) {
      arbitrary = Arbitraries.strings().ofMaxLength(8).map(ParsedLine.Filtered::new);
    } else if (raw == Instant.class) {
      arbitrary =
          Arbitraries.longs()
              .between(-1_000_000_000L, 4_000_000_000L)
              .map(seconds -> Instant.ofEpochSecond(seconds, seconds & 0xFFFFFF));
    } else if (raw == DailyCounts.class) {
      arbitrary =
          Arbitraries.longs()
              .between(1, 1L << 40)
              .list()
              .ofMaxSize(5)
              .map(
                  counts ->
                      new DailyCounts(
                          IntStream.range(0, counts.size()).map(i -> 7 * i - 3).toArray(),
                          counts.stream().mapToLong(count -> count).toArray()));
    } else if (raw == Long.class) {
      arbitrary = Arbitraries.longs().between(1, 1L << 40);
    } else if (raw == BitSet.class) {
      arbitrary = Arbitraries.bytes().array(byte[].class).ofMaxSize(9).map(BitSet::valueOf);
    } else if (raw == SortedMap.class) {
      Type ofValues = ((ParameterizedType) type).getActualTypeArguments()[1];
      arbitrary =
          Arbitraries.maps(Arbitraries.strings().ofMaxLength(8), componentOf(ofValues))
              .ofMaxSize(4)
              .map(TreeMap::new);
    } else if (raw.isEnum()) {
      arbitrary = Arbitraries.of(raw.getEnumConstants());
    } else if (raw.isRecord()) {
      arbitrary = valueOf(raw);
    } else {
      throw new AssertionError("say how to make a " + raw);
    }
    return arbitrary.map(Object.class::cast);
  }

  private static Optional<Object> made(
      Class<?> type, RecordComponent[] components, Object[] values) {
    try {
      var constructor =
          type.getDeclaredConstructor(
              Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(values));
    } catch (InvocationTargetException e) {
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Object[] components(Record value) throws ReflectiveOperationException {
    List<Object> values = new ArrayList<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      component.getAccessor().setAccessible(true);
      values.add(component.getAccessor().invoke(value));
    }
    return values.toArray();
  }

  /** The coder that stands in the record, or in the sealed type that it belongs to. */
  @SuppressWarnings("unchecked")
  private static Optional<Coder<Record>> coderOf(Class<?> type) {
    if (OF_THE_MODEL.containsKey(type)) {
      return Optional.of((Coder<Record>) OF_THE_MODEL.get(type));
    }
    for (Class<?> holder :
        Stream.concat(Stream.of(type), Stream.of(type.getInterfaces())).toList()) {
      try {
        var field = holder.getDeclaredField("CODER");
        field.setAccessible(true);
        return Optional.of((Coder<Record>) field.get(null));
      } catch (NoSuchFieldException e) {
        continue;
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
    return Optional.empty();
  }

  private static Stream<Class<? extends Record>> records() throws IOException, URISyntaxException {
    Path classes =
        Path.of(RecordCoder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(classes.resolve("dev/byoml"))) {
      Set<Class<? extends Record>> found =
          files
              .map(file -> classes.relativize(file).toString())
              .filter(name -> name.endsWith(".class"))
              .map(name -> name.replace('/', '.').replaceAll("\\.class$", ""))
              .map(RecordCodersTest::load)
              .filter(Class::isRecord)
              .<Class<? extends Record>>map(type -> type.asSubclass(Record.class))
              .collect(Collectors.toSet());
      found.addAll(OF_THE_MODEL.keySet());
      return found.stream().sorted((a, b) -> a.getName().compareTo(b.getName()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, RecordCoder.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
