package dev.byoml.transforms.write.loganalytics.upload;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RowBatcherTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Property(tries = 200)
  void neitherLosesNorRepeatsARowNorExceedsTheLimit(
      @ForAll @Size(max = 60) List<@IntRange(max = 60) Integer> lengths) throws Exception {
    int limit = 100;
    List<String> rows = lengths.stream().map(length -> row("x".repeat(length))).toList();

    List<RowBatch> batches = batches(limit, rows);

    List<String> sent = new ArrayList<>();
    for (RowBatch batch : batches) {
      assertThat(batch.body().length, is(lessThanOrEqualTo(limit)));
      JsonNode array = JSON.readTree(batch.body());
      assertThat(array.size(), is(batch.rows().size()));
      array.forEach(row -> sent.add(row.toString()));
    }
    assertThat(sent, is(rows));
  }

  @Test
  void fillsABatchToTheLastByte() {
    String row = row("x");
    int three = 2 + 3 * row.length() + 2;

    assertThat(batches(three, List.of(row, row, row)).size(), is(1));
    assertThat(batches(three - 1, List.of(row, row, row)).size(), is(2));
  }

  @Test
  void countsBytesRatherThanCharacters() {
    String row = row("é");
    int bytes = row.getBytes(StandardCharsets.UTF_8).length;
    assertThat(bytes, is(greaterThan(row.length())));

    assertThat(batches(2 + 2 * bytes + 1, List.of(row, row)).size(), is(1));
    assertThat(batches(2 + 2 * bytes, List.of(row, row)).size(), is(2));
  }

  @Test
  void refusesARowThatFitsIntoNoBatch() {
    RowBatcher batcher = new RowBatcher(10);

    assertThat(batcher.fits(8), is(true));
    assertThat(batcher.fits(9), is(false));
    assertThrows(IllegalArgumentException.class, () -> batcher.add("{\"a\":\"bcd\"}"));
  }

  @Test
  void makesNoBatchOfNothing() {
    assertThat(new RowBatcher().finish().isEmpty(), is(true));
  }

  @Test
  void halvesABatch() {
    RowBatch batch = RowBatch.of(List.of(row("a"), row("b"), row("c")));

    List<RowBatch> halves = batch.halves();

    assertThat(halves.get(0).rows(), is(List.of(row("a"))));
    assertThat(halves.get(1).rows(), is(List.of(row("b"), row("c"))));
    assertThat(
        new String(halves.get(1).body(), StandardCharsets.UTF_8),
        is("[{\"a\":\"b\"},{\"a\":\"c\"}]"));
  }

  private static List<RowBatch> batches(int limit, List<String> rows) {
    RowBatcher batcher = new RowBatcher(limit);
    List<RowBatch> batches = new ArrayList<>();
    for (String row : rows) {
      batcher.add(row).ifPresent(batches::add);
    }
    batcher.finish().ifPresent(batches::add);
    return batches;
  }

  private static String row(String value) {
    return "{\"a\":\"%s\"}".formatted(value);
  }
}
