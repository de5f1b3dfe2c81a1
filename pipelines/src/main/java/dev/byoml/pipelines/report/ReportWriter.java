package dev.byoml.pipelines.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.model.tenant.ContentDigest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes a report as one HTML page that needs nothing else. Its security policy lets the browser
 * run and apply nothing but the page's own script and style, and load nothing at all.
 *
 * <p>The same data gives the same bytes.
 */
public final class ReportWriter {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-zA-Z]+)}}");

  private static final List<String> SCRIPTS =
      List.of(
          "report-data.js",
          "report-state.js",
          "report-queries.js",
          "report-next-steps.js",
          "report-verdicts.js",
          "report-explanation.js",
          "report-list.js",
          "report-actors.js",
          "report-pictures.js",
          "report-run.js");

  private ReportWriter() {}

  /**
   * Writes a report.
   *
   * @param out stays open
   * @throws IOException if {@code out} fails
   */
  public static void write(ReportData data, OutputStream out) throws IOException {
    write(ReportJson.of(data, ReportSize.DEFAULT), out);
  }

  private static void write(ObjectNode data, OutputStream out) throws IOException {
    String style = resource("report.css");
    String script = SCRIPTS.stream().map(ReportWriter::resource).collect(Collectors.joining("\n"));
    Map<String, String> parts =
        Map.of(
            "style", style,
            "styleHash", hash(style),
            "script", script,
            "scriptHash", hash(script),
            "data", EmbeddedJson.write(data));
    String page = resource("report.html");
    Matcher placeholder = PLACEHOLDER.matcher(page);
    int end = 0;
    while (placeholder.find()) {
      write(page.substring(end, placeholder.start()), out);
      write(parts.get(placeholder.group(1)), out);
      end = placeholder.end();
    }
    write(page.substring(end), out);
  }

  private static void write(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * As a security policy names what it allows, see
   * https://www.w3.org/TR/CSP3/#grammardef-hash-source.
   */
  private static String hash(String text) {
    byte[] digest = ContentDigest.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }

  private static String resource(String name) {
    try (InputStream in = ReportWriter.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
