package dev.byoml.transforms.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class NamesTest {
  /** Of such short texts, which all begin with one of few letters, many have the same hash. */
  @Property
  void numbersEachNameOnceInTheOrderOfTheFirst(
      @ForAll
          List<
                  @StringLength(min = 2, max = 4) @CharRange(from = 'A', to = 'C')
                  @CharRange(from = 'a', to = 'c') String>
              texts) {
    Names names = new Names();
    List<String> met = new ArrayList<>();
    for (String text : texts) {
      if (!met.contains(text)) {
        met.add(text);
      }
      assertThat(names.number(text), is(met.indexOf(text)));
    }
    assertThat(names.size(), is(met.size()));
    for (int number = 0; number < met.size(); number++) {
      assertThat(names.name(number), is(met.get(number)));
    }
  }
}
