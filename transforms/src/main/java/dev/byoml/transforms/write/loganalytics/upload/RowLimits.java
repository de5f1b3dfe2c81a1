package dev.byoml.transforms.write.loganalytics.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** Knows which rows the service would not keep as they are. */
final class RowLimits {
  /**
   * The longest value of a column in bytes; the service cuts a longer one without an error.
   *
   * @see <a
   *     href="https://learn.microsoft.com/azure/azure-monitor/fundamentals/service-limits#logs-ingestion-api">limits
   *     of the Logs Ingestion API</a>
   */
  static final int MAX_FIELD_BYTES = 64 * 1024;

  private static final ObjectMapper JSON = new ObjectMapper();

  private RowLimits() {}

  /**
   * Why a row cannot be sent, if it cannot.
   *
   * @param row a JSON object
   */
  static Optional<String> violation(String row) {
    int bytes = row.getBytes(StandardCharsets.UTF_8).length;
    if (bytes <= MAX_FIELD_BYTES) {
      return Optional.empty();
    }
    if (bytes > RowBatcher.MAX_BODY_BYTES - RowBatcher.BRACKETS) {
      return Optional.of("a row is larger than the 1 MB that a request may have");
    }
    try {
      return longField(JSON.readTree(row))
          .map(name -> "a row holds more than 64 KB in %s, which would be cut".formatted(name));
    } catch (JsonProcessingException e) {
      return Optional.of("a row is no JSON");
    }
  }

  private static Optional<String> longField(JsonNode row) {
    for (Iterator<Map.Entry<String, JsonNode>> it = row.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> field = it.next();
      JsonNode value = field.getValue();
      String text = value.isTextual() ? value.textValue() : value.toString();
      if (text.getBytes(StandardCharsets.UTF_8).length > MAX_FIELD_BYTES) {
        return Optional.of(field.getKey());
      }
    }
    return Optional.empty();
  }
}
