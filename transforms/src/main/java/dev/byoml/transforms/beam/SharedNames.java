package dev.byoml.transforms.beam;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;

/**
 * Names that repeat within one encoded value: each is written out where it first occurs, and as its
 * number wherever it occurs again. What is read back holds each name once in memory, too.
 */
public final class SharedNames {
  private SharedNames() {}

  /** Writes the names of one value. */
  public static final class Writer {
    private final Map<String, Integer> numbers = new HashMap<>();

    /** A writer that has written no name yet. */
    public Writer() {}

    /** Writes {@code name}. */
    public void write(String name, OutputStream out) throws IOException {
      Integer number = numbers.putIfAbsent(name, numbers.size());
      if (number == null) {
        VarIntCoder.of().encode(numbers.size() - 1, out);
        StringUtf8Coder.of().encode(name, out);
      } else {
        VarIntCoder.of().encode(number, out);
      }
    }
  }

  /** Reads what one {@link Writer} wrote, in the same order. */
  public static final class Reader {
    private final List<String> known = new ArrayList<>();

    /** A reader that has read no name yet. */
    public Reader() {}

    /**
     * Reads the next name.
     *
     * @throws IOException if the bytes are not from a {@link Writer}
     */
    public String read(InputStream in) throws IOException {
      int number = VarIntCoder.of().decode(in);
      if (number == known.size()) {
        known.add(StringUtf8Coder.of().decode(in));
      } else if (number < 0 || number > known.size()) {
        throw new IOException("name " + number + " is not known yet");
      }
      return known.get(number);
    }
  }
}
