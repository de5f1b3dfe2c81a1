package dev.byoml.pipelines.loganalytics;

import dev.byoml.transforms.write.loganalytics.WriteToLogAnalytics;
import dev.byoml.transforms.write.loganalytics.upload.LogAnalyticsStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Sends rows through the test endpoint on the DirectRunner, sender and endpoint in one Java
 * machine, and prints how fast they went and how full the requests were. See {@code
 * scripts/benchmark-ingestion.sh}.
 */
public final class IngestionBenchmark {
  private static final int MEGABYTE = 1_048_576;

  private IngestionBenchmark() {}

  /**
   * Runs it; ends with status 1 if a row is missing or a request is larger than 1 MB.
   *
   * @param arguments number of rows
   */
  public static void main(String[] arguments) throws Exception {
    long rows = Long.parseLong(arguments[0]);
    Path folder = Files.createTempDirectory("benchmark-ingestion");
    TestCertificate certificate = TestCertificate.makeIn(folder);
    SSLContext.setDefault(certificate.context());
    try (IngestionEndpoint endpoint = IngestionEndpoint.start(certificate).forgettingRows()) {
      long start = System.nanoTime();
      send(rows, endpoint);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      boolean sound = report(rows, endpoint, took);
      Files.delete(certificate.keyStore());
      Files.delete(folder);
      System.exit(sound ? 0 : 1);
    }
  }

  private static void send(long rows, IngestionEndpoint endpoint) {
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    options.setEnforceEncodability(false);
    options.setEnforceImmutability(false);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Numbers", GenerateSequence.from(0).to(rows))
        .apply("Rows", MapElements.into(TypeDescriptors.strings()).via(ResultRows::row))
        .setCoder(StringUtf8Coder.of())
        .apply(
            "Send",
            WriteToLogAnalytics.to(
                    new LogAnalyticsStream(
                        endpoint.address(), CollectionRule.ID, endpoint.streamName()))
                .withCredential(TestTokens::constant));
    pipeline.run().waitUntilFinish();
  }

  private static boolean report(long rows, IngestionEndpoint endpoint, Duration took) {
    List<IngestionEndpoint.Request> requests = endpoint.taken();
    long written = requests.stream().mapToLong(IngestionEndpoint.Request::rows).sum();
    long bytes = requests.stream().mapToLong(IngestionEndpoint.Request::bytes).sum();
    long compressed = requests.stream().mapToLong(IngestionEndpoint.Request::compressedBytes).sum();
    int largest = requests.stream().mapToInt(IngestionEndpoint.Request::bytes).max().orElse(0);
    double seconds = took.toMillis() / 1000.0;
    System.out.printf(
        Locale.ROOT,
        "%,d rows in %.1f s: %,.0f rows/s%n"
            + "%,d requests, %.1f %% of 1 MB full on average, the largest %,d bytes%n"
            + "%.1f MB, compressed %.1f MB; %d rows that the service would have cut%n",
        written,
        seconds,
        written / seconds,
        endpoint.requests(),
        100.0 * bytes / requests.size() / MEGABYTE,
        largest,
        bytes / 1e6,
        compressed / 1e6,
        endpoint.losses().size());
    return written == rows && largest <= MEGABYTE && endpoint.losses().isEmpty();
  }
}
