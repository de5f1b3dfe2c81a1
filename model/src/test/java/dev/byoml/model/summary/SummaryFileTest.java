package dev.byoml.model.summary;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.model.store.file.ModelException;
import dev.byoml.model.store.file.ModelFile;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SummaryFileTest {
  private static final Instant MORNING = Instant.parse("2026-03-16T07:00:00Z");
  private static final SummaryWindow WINDOW =
      new SummaryWindow(MORNING, MORNING.plusSeconds(86_400));

  @Property(tries = 200)
  void readsBackWhatItHolds(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int size)
      throws IOException {
    List<SummarizedAccess> accesses = accesses(size, new Random(seed));

    List<SummarizedAccess> read = new ArrayList<>();
    SummaryFile.ofAccesses(WINDOW, accesses).readAccesses("folder", read::add);

    accesses.sort((one, other) -> one.key().compareTo(other.key()));
    assertThat(read, is(accesses));
  }

  @Property(tries = 50)
  void isTheSameWhateverTheOrder(@ForAll long seed) {
    List<SummarizedAccess> accesses = accesses(40, new Random(seed));
    SummaryFile file = SummaryFile.ofAccesses(WINDOW, accesses);

    Collections.shuffle(accesses, new Random(seed));

    SummaryFile other = SummaryFile.ofAccesses(WINDOW, accesses);
    assertThat(other.file(), is(file.file()));
    assertThat(other.bytes(), is(file.bytes()));
  }

  @Test
  void takesFewBytesAnAccess() {
    SummaryFile file = SummaryFile.ofAccesses(WINDOW, accesses(10_000, new Random(1)));

    assertThat(file.file().bytes(), lessThan(1L << 20));
  }

  @Test
  void refusesAnotherContentThanTheManifestNames() {
    SummaryFile file = SummaryFile.ofAccesses(WINDOW, accesses(3, new Random(1)));
    byte[] changed = file.bytes().clone();
    changed[changed.length / 2] ^= 1;

    ModelException e =
        assertThrows(
            ModelException.class,
            () -> new SummaryFile(file.file(), changed).readAccesses("folder", access -> {}));

    assertThat(e.getMessage(), containsString("is not the file the manifest names"));
  }

  @Test
  void listsBlobsByTheirPaths() throws IOException {
    SummaryFile list =
        SummaryFile.ofBlobs(WINDOW, List.of(new InputBlob("b", 2), new InputBlob("a", 1)));

    assertThat(list.readBlobs("folder"), is(List.of(new InputBlob("a", 1), new InputBlob("b", 2))));
    assertThat(SummaryWindow.ofFile(list.file().name()).orElseThrow(), is(WINDOW));
  }

  @Test
  void knowsTheNamesOfItsFilesAndNoOthers() {
    ModelFile file = SummaryFile.ofAccesses(WINDOW, accesses(1, new Random(1))).file();

    assertThat(WINDOW.manifest(), is("20260316T070000Z-20260317T070000Z.json"));
    assertThat(SummaryWindow.ofFile(WINDOW.manifest()).orElseThrow(), is(WINDOW));
    assertThat(SummaryWindow.ofFile(file.name()).orElseThrow(), is(WINDOW));
    for (String other :
        List.of(
            "manifest.json",
            "20260316T070000Z-20260317T070000Z.json.bak",
            "20260317T070000Z-20260316T070000Z.json",
            "20261316T070000Z-20261317T070000Z.json",
            "notes-20260316T070000Z-20260317T070000Z.json")) {
      assertThat(other, SummaryWindow.ofFile(other).isEmpty(), is(true));
    }
  }

  private static List<SummarizedAccess> accesses(int size, Random random) {
    List<SummarizedAccess> accesses = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Instant first =
          MORNING.plusSeconds(random.nextInt(40_000)).plusNanos(random.nextInt(3) * 100);
      Instant last = first.plusSeconds(random.nextInt(40_000));
      long count = random.nextInt(10) == 0 ? Long.MAX_VALUE : 1 + random.nextInt(9);
      int day = DailyCounts.dayOf(first);
      accesses.add(
          new SummarizedAccess(
              new AccessKey("tenant " + random.nextInt(3), "user " + i / 5, "share " + i),
              new AccessTotals(
                  1 + random.nextInt(5),
                  count,
                  first,
                  last,
                  new AccessEntities(
                      "user " + i / 5, "shire", "S-1-5-" + i / 5, "fs01", "", "10.0.0." + i % 9)),
              random.nextInt(3),
              random.nextBoolean()
                  ? new DailyCounts(new int[] {day, day + 1}, new long[] {1, count})
                  : new DailyCounts(new int[] {day}, new long[] {count})));
    }
    return accesses;
  }
}
