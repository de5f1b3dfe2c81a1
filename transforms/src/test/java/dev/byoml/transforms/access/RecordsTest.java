package dev.byoml.transforms.access;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RecordsTest {
  @Property
  void sortsRecordsByTheirNumbers(
      @ForAll @Size(max = 120) List<@IntRange(max = 5) Integer> numbers,
      @ForAll @IntRange(min = 1, max = 3) int width) {
    int size = numbers.size() / width;
    long[] records = numbers.stream().mapToLong(Integer::longValue).toArray();

    long[] sorted = Records.sorted(records, size, width);

    List<List<Long>> expected = records(records, size, width);
    expected.sort(
        (one, other) -> {
          int order = 0;
          for (int i = 0; i < width && order == 0; i++) {
            order = one.get(i).compareTo(other.get(i));
          }
          return order;
        });
    assertThat(records(sorted, size, width), is(expected));
    assertThat(sorted.length, is(size * width));
  }

  private static List<List<Long>> records(long[] numbers, int size, int width) {
    List<List<Long>> records = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      List<Long> record = new ArrayList<>();
      for (int field = 0; field < width; field++) {
        record.add(numbers[i * width + field]);
      }
      records.add(record);
    }
    return records;
  }
}
