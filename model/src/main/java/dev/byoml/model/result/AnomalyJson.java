package dev.byoml.model.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.byoml.model.score.Reason;
import dev.byoml.model.score.Severity;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;

/** A result as one line of JSON, with the columns of {@link ResultColumn} as its fields. */
public final class AnomalyJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(new JsonFactory())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Log Analytics keeps times to 100 nanoseconds. */
  private static final int TICK = 100;

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 7, true)
          .appendLiteral('Z')
          .toFormatter()
          .withZone(ZoneOffset.UTC);

  private AnomalyJson() {}

  /**
   * Writes a result.
   *
   * @return a JSON object without line breaks; times in ISO-8601 with {@code Z}, cut to 100
   *     nanoseconds; the explanation as an object
   * @throws IllegalArgumentException if the explanation is not a JSON object
   */
  public static String write(Anomaly anomaly) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = MAPPER.getFactory().createGenerator(line)) {
      json.writeStartObject();
      for (ResultColumn column : ResultColumn.values()) {
        json.writeFieldName(column.label());
        write(json, column, column.valueOf(anomaly));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString();
  }

  private static void write(JsonGenerator json, ResultColumn column, Object value)
      throws IOException {
    switch (column.type()) {
      case DATETIME -> json.writeString(TIME.format(cut((Instant) value)));
      case STRING -> json.writeString((String) value);
      case REAL -> json.writeNumber((Double) value);
      case LONG -> json.writeNumber((Long) value);
      case DYNAMIC -> json.writeTree(object(column, (String) value));
    }
  }

  /** Cut before it is formatted, which else keeps zeros at the end that reading loses. */
  private static Instant cut(Instant time) {
    return time.minusNanos(time.getNano() % TICK);
  }

  private static JsonNode object(ResultColumn column, String text) {
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(column.label() + " is not JSON", e);
    }
    if (!node.isObject()) {
      throw new IllegalArgumentException(column.label() + " is not a JSON object");
    }
    return node;
  }

  /**
   * Reads a result.
   *
   * @param line what {@link #write} gave; fields other than columns are passed over. A result of an
   *     earlier version has neither severity nor actor score: it is taken as {@link
   *     Severity#MEDIUM} of an actor who did nothing else
   * @throws IllegalArgumentException if a column is missing or of the wrong type; names the column
   */
  public static Anomaly read(String line) {
    JsonNode row;
    try {
      row = MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a result is not JSON: " + e.getOriginalMessage(), e);
    }
    return new Anomaly(
        time(row, ResultColumn.TIME_GENERATED),
        text(row, ResultColumn.RECORD_ID),
        text(row, ResultColumn.TENANT),
        text(row, ResultColumn.ACTOR),
        text(row, ResultColumn.RESOURCE),
        text(row, ResultColumn.ACTOR_NAME),
        text(row, ResultColumn.ACTOR_DOMAIN),
        text(row, ResultColumn.ACTOR_SID),
        text(row, ResultColumn.HOST_NAME),
        text(row, ResultColumn.DNS_DOMAIN),
        text(row, ResultColumn.IP_ADDRESS),
        field(row, ResultColumn.PREDICTED_SCORE, JsonNodeType.NUMBER).doubleValue(),
        field(row, ResultColumn.PERCENTILE, JsonNodeType.NUMBER).doubleValue(),
        Reason.ofLabel(text(row, ResultColumn.REASON)),
        row.has(ResultColumn.SEVERITY.label())
            ? Severity.ofLabel(text(row, ResultColumn.SEVERITY))
            : Severity.MEDIUM,
        field(
                row,
                row.has(ResultColumn.ACTOR_SCORE.label())
                    ? ResultColumn.ACTOR_SCORE
                    : ResultColumn.PREDICTED_SCORE,
                JsonNodeType.NUMBER)
            .doubleValue(),
        field(row, ResultColumn.ACCESS_COUNT, JsonNodeType.NUMBER).longValue(),
        time(row, ResultColumn.FIRST_ACCESS),
        time(row, ResultColumn.LAST_ACCESS),
        field(row, ResultColumn.EXPLANATION, JsonNodeType.OBJECT).toString(),
        text(row, ResultColumn.MODEL_ID));
  }

  private static Instant time(JsonNode row, ResultColumn column) {
    try {
      return Instant.parse(text(row, column));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(column.label() + " is not a time", e);
    }
  }

  private static String text(JsonNode row, ResultColumn column) {
    return field(row, column, JsonNodeType.STRING).textValue();
  }

  private static JsonNode field(JsonNode row, ResultColumn column, JsonNodeType type) {
    JsonNode field = row.path(column.label());
    if (field.getNodeType() != type) {
      throw new IllegalArgumentException(
          "%s of a result should be %s but is %s"
              .formatted(column.label(), type, field.getNodeType()));
    }
    return field;
  }
}
