package dev.byoml.transforms.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class SourceLineCoderTest {

  @Property
  void decodesWhatItEncodes(
      @ForAll @LongRange(min = 0) long position, @ForAll byte[] bytes, @ForAll LineProblem problem)
      throws CoderException {
    SourceLine line = new SourceLine("azfs://account/c/é.json", position, bytes, problem);
    assertThat(CoderUtils.clone(SourceLineCoder.of(), line), is(line));
  }

  @Test
  void decodesALineWithoutProblem() throws CoderException {
    SourceLine line = SourceLine.of("events.json", 7, new byte[] {0, -1});
    assertThat(CoderUtils.clone(SourceLineCoder.of(), line), is(line));
  }
}
