package dev.byoml.transforms.write.loganalytics.upload;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where rows are sent: a stream of a data collection rule, through an ingestion endpoint.
 *
 * @param endpoint HTTPS address of a data collection endpoint, or of the rule's own endpoint,
 *     without a path
 * @param ruleId immutable id of the data collection rule, {@code dcr-} and hexadecimal digits
 * @param streamName a stream that the rule declares, for example {@code
 *     Custom-AnomalousResourceAccessResult_CL}
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-monitor/logs/logs-ingestion-api-overview">Logs
 *     Ingestion API in Azure Monitor</a>
 */
public record LogAnalyticsStream(String endpoint, String ruleId, String streamName)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Pattern RULE_ID = Pattern.compile("dcr-[0-9a-fA-F]{1,64}");
  private static final Pattern STREAM_NAME = Pattern.compile("(Custom|Microsoft)-[A-Za-z0-9_-]+");

  /**
   * Checks that rows could be sent there.
   *
   * @throws IllegalArgumentException if one of them cannot be right; says what it should be
   */
  public LogAnalyticsStream {
    requireNonNull(endpoint, "endpoint");
    requireNonNull(ruleId, "ruleId");
    requireNonNull(streamName, "streamName");
    endpoint = checkedEndpoint(endpoint.strip());
    if (!RULE_ID.matcher(ruleId).matches()) {
      throw new IllegalArgumentException(
          "the rule id must be the immutable id of a data collection rule, dcr- and hexadecimal"
              + " digits, got '%s'".formatted(ruleId));
    }
    if (!STREAM_NAME.matcher(streamName).matches()) {
      throw new IllegalArgumentException(
          "the stream name must begin with Custom- or Microsoft-, got '%s'".formatted(streamName));
    }
  }

  /** What a token for this endpoint must be asked for, by the cloud that the endpoint is in. */
  String tokenScope() {
    String host = URI.create(endpoint).getHost().toLowerCase(Locale.ROOT);
    if (host.endsWith(".azure.cn")) {
      return "https://monitor.azure.cn/.default";
    }
    if (host.endsWith(".azure.us")) {
      return "https://monitor.azure.us/.default";
    }
    return "https://monitor.azure.com/.default";
  }

  /** The address that rows are posted to. */
  public String address() {
    return "%s/dataCollectionRules/%s/streams/%s?api-version=2023-01-01"
        .formatted(endpoint, ruleId, streamName);
  }

  private static String checkedEndpoint(String text) {
    // Not echoed: an address that is wrong in this way may hold a key.
    String wrong =
        "the ingestion endpoint must be an https address without a path, such as"
            + " https://NAME.REGION-1.ingest.monitor.azure.com";
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(wrong);
    }
    boolean bare =
        uri.getRawUserInfo() == null
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null
            && (uri.getRawPath() == null || uri.getRawPath().matches("/?"));
    if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || !bare) {
      throw new IllegalArgumentException(wrong);
    }
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
