package dev.byoml.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ShownTextTest {
  @Test
  void escapesWhatMovesTheCursorOrTurnsTheDirectionOfWriting() {
    assertThat(
        ShownText.escaped("a\u001b[2Jb\u202ec\rd\u2066e\u2028f\u009bg"),
        is("a\\u001b[2Jb\\u202ec\\u000dd\\u2066e\\u2028f\\u009bg"));
  }

  @Test
  void leavesEverythingThatHasAShape() {
    String text = "Ünïcode ελληνικά 日本語 😀 é\t|\n";
    assertThat(ShownText.escaped(text), is(text));
  }

  @Test
  void cutsAMessageAtFiveHundredCharacters() {
    assertThat(ShownText.oneLine("x".repeat(10_000)).length(), is(500));
    assertThat(ShownText.oneLine(" a \n  b "), is("a b"));
  }

  @Test
  void escapesWhateverWayItIsPrinted() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = ShownText.escaping(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    out.println("a\u001b");
    out.printf(Locale.ROOT, "b%s%n", "\u202e");
    out.print("c\u0007");
    out.flush();
    assertThat(bytes.toString(StandardCharsets.UTF_8), is("a\\u001b\nb\\u202e\nc\\u0007"));
  }
}
