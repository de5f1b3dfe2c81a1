package dev.byoml.transforms.watch;

import dev.byoml.transforms.parse.LineParser;
import dev.byoml.transforms.parse.ParsedLine;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.json.MessageLines;
import dev.byoml.transforms.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.io.kafka.DeserializerProvider;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Parses messages where they are read, because the times of its rows show how far a partition has
 * got. For one thread.
 */
public final class MessageParser implements Deserializer<ParsedMessage> {
  private final LineParser parser;

  /**
   * A parser by a template.
   *
   * @param range accesses at other times are filtered
   */
  public MessageParser(Template template, TimeRange range) {
    this.parser = new LineParser(template, range);
  }

  /** Parses by a template on each worker. */
  static final class Provider implements DeserializerProvider<ParsedMessage> {
    private static final long serialVersionUID = 1L;

    private final Template template;
    private final TimeRange range;

    Provider(Template template, TimeRange range) {
      this.template = template;
      this.range = range;
    }

    @Override
    public Deserializer<ParsedMessage> getDeserializer(Map<String, ?> configs, boolean isKey) {
      return parser();
    }

    MessageParser parser() {
      return new MessageParser(template, range);
    }

    @Override
    public Coder<ParsedMessage> getCoder(CoderRegistry registry) {
      return ParsedMessage.CODER;
    }
  }

  /**
   * Parses a message. Where its lines came from is not known here: {@code topic} stands for it.
   *
   * @param message its bytes, or null if it has none
   */
  @Override
  public ParsedMessage deserialize(String topic, byte[] message) {
    List<ParsedLine> rows = new ArrayList<>();
    read(topic, message, (row, fate) -> rows.add(parser.outcome(fate)));
    return new ParsedMessage(message == null ? new byte[0] : message, rows);
  }

  /** Reads the rows of a message once more, in the same order. */
  List<SourceLine> lines(String source, byte[] message) {
    List<SourceLine> lines = new ArrayList<>();
    read(source, message, (row, fate) -> lines.add(row.copy()));
    return lines;
  }

  private void read(String source, byte[] message, LineParser.Receiver receiver) {
    MessageLines.of(source, message).forEach(line -> parser.readRows(line, receiver));
  }
}
