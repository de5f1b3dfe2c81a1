package dev.byoml.transforms.template;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KnownValuesTest {
  private final Row row = new Row(List.of("a", "b"), new int[] {Row.NO_FIELD, Row.NO_FIELD});
  private final KnownValues<String> known = new KnownValues<>(new int[] {0, 1}, new int[0]);

  @Property
  void neverTakesARowForAnother(@ForAll @Size(max = 60) List<String> texts) {
    for (int i = 1; i < texts.size(); i++) {
      fill(texts.get(i - 1), texts.get(i));
      String expected = texts.get(i - 1) + "|" + texts.get(i);
      assertThat(known.of(row), anyOf(nullValue(), is(expected)));
      known.of(row);
      known.remember(row, expected);
      assertThat(known.of(row), is(expected));
    }
  }

  @Test
  void tellsTextsApartThatAreTheSameOneAfterTheOther() {
    remember("ab", "c");
    fill("a", "bc");
    assertThat(known.of(row), is(nullValue()));
  }

  @Test
  void knowsARowAgainThatWasApproached() {
    remember("a", "b");
    remember("c", "d");
    fill("a", "b");
    long hash = known.hash(row);
    known.approach(new long[] {hash, 1, 2}, 3);
    int place = known.find(row, hash);
    assertThat(known.value(place), is("a|b"));
  }

  @Test
  void knowsARowAgainThatWasHashedBeforeAllTextsWere() {
    fill("a", "b");
    long hash = known.hash(row);
    for (int i = 0; i < 100; i++) {
      remember("same", "share " + i);
    }
    fill("a", "b");
    known.find(row, hash);
    known.remember(row, "value");
    assertThat(known.value(known.find(row, hash)), is("value"));
  }

  @Test
  void tellsAnEmptyTextFromNone() {
    remember("", "c");
    fill(null, "c");
    assertThat(known.of(row), is(nullValue()));
  }

  @Test
  void knowsAMissingTextAgain() {
    remember(null, "c");
    fill(null, "c");
    assertThat(known.of(row), is("null|c"));
  }

  @Test
  void remembersNothingOfTextsThatDoNotStandInTheSource() {
    fill("a", "b");
    row.setText(0, "a");
    known.of(row);
    known.remember(row, "value");
    assertThat(known.of(row), is(nullValue()));
  }

  @Test
  void knowsRecentRowsOfManyMoreThanItKeeps() {
    for (int i = 0; i < 100_000; i++) {
      remember("user " + i, "share");
    }
    assertThat(known.of(row), is("user 99999|share"));
  }

  @Test
  void knowsEachOfManyRowsAgainWhoseFirstTextIsTheSame() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 1000; i++) {
        remember("server", "share " + i);
      }
    }
    long again = 0;
    for (int i = 0; i < 1000; i++) {
      fill("server", "share " + i);
      again += ("server|share " + i).equals(known.of(row)) ? 1 : 0;
    }
    assertThat(again, greaterThan(950L));
  }

  @Test
  void forgetsTheNumberOfWhatItForgets() {
    remember("a", "b");
    known.setNumber(known.find(row), 7);
    assertThat(known.numberOf(known.find(row)), is(7L));
    known.forgetNumbers();
    assertThat(known.numberOf(known.find(row)), is(0L));
  }

  private void remember(String a, String b) {
    fill(a, b);
    known.of(row);
    known.remember(row, a + "|" + b);
  }

  private void fill(String a, String b) {
    byte[] first = a == null ? new byte[0] : a.getBytes(StandardCharsets.UTF_8);
    byte[] second = b.getBytes(StandardCharsets.UTF_8);
    byte[] source = new byte[first.length + second.length + 1];
    System.arraycopy(first, 0, source, 0, first.length);
    System.arraycopy(second, 0, source, first.length + 1, second.length);
    row.clear();
    row.setSource(source);
    if (a != null) {
      row.setSlice(0, 0, first.length, false, false);
    }
    row.setSlice(1, first.length + 1, source.length, false, false);
  }
}
