package dev.byoml.pipelines.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.cli.RunFailedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master of a cluster that a run is handed to. Left to themselves, the engines' clients ask one
 * that does not answer again and again for minutes.
 */
final class EngineMaster {
  /** How long a connection or an answer is waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final String SPARK = "spark://";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Logger LOG = LoggerFactory.getLogger(EngineMaster.class);

  private final String name;
  private final List<InetSocketAddress> addresses;

  private EngineMaster(String name, List<InetSocketAddress> addresses) {
    this.name = name;
    this.addresses = addresses;
  }

  /** The master that the options name; nothing where the run stays in this process. */
  static Optional<EngineMaster> of(PipelineOptions options) {
    String runner = options.getRunner().getSimpleName();
    if (runner.equals("SparkRunner")) {
      return of(shown(options, "sparkMaster"));
    }
    return runner.equals("FlinkRunner") ? of(shown(options, "flinkMaster")) : Optional.empty();
  }

  /** The options of an engine, whose classes are not known here, as they show themselves. */
  private static String shown(PipelineOptions options, String option) {
    return DisplayData.from(options).items().stream()
        .filter(item -> item.getKey().equals(option) && item.getValue() != null)
        .map(item -> item.getValue().toString())
        .findFirst()
        .orElse("");
  }

  /** The master of that name, if the name holds an address. */
  static Optional<EngineMaster> of(String name) {
    List<InetSocketAddress> addresses = new ArrayList<>();
    String rest = name.startsWith(SPARK) ? name.substring(SPARK.length()) : withoutHttp(name);
    for (String part : rest.split(",")) {
      int colon = part.lastIndexOf(':');
      if (colon > 0 && part.substring(colon + 1).matches("\\d{1,5}")) {
        addresses.add(
            InetSocketAddress.createUnresolved(
                part.substring(0, colon), Integer.parseInt(part.substring(colon + 1))));
      }
    }
    return addresses.isEmpty() ? Optional.empty() : Optional.of(new EngineMaster(name, addresses));
  }

  private static String withoutHttp(String name) {
    return name.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
  }

  /**
   * Whether a client is known to hand its run over at once, so that a limit of its time can be
   * given to it. Flink's waits for the end of the run.
   */
  boolean handsOverAtOnce() {
    return name.startsWith(SPARK);
  }

  /** Whether a run goes on there when its client has gone: a client of Spark is its driver. */
  boolean looksAfterRuns() {
    return !handsOverAtOnce();
  }

  /**
   * Where to look at a run, as one line.
   *
   * @param jobName the run's name
   */
  String addressOfRun(String jobName) {
    for (InetSocketAddress address : addresses) {
      try {
        for (JsonNode job : JSON.readTree(get(address, "/jobs/overview")).path("jobs")) {
          if (job.path("name").asText().equals(jobName)) {
            return "%s, %s"
                .formatted(jobName, uri(address, "/#/job/running/" + job.path("jid").asText()));
          }
        }
      } catch (IOException | TimeoutException e) {
        LOG.debug("{} does not tell the address of the run", address, e);
      }
    }
    return "%s on %s".formatted(jobName, name);
  }

  /**
   * Waits for an answer.
   *
   * @throws RunFailedException if none of its addresses gives one
   */
  void requireAnswer() {
    List<String> reasons = new ArrayList<>();
    for (InetSocketAddress address : addresses) {
      try {
        if (handsOverAtOnce()) {
          connect(address);
        } else {
          get(address, "/config");
        }
        return;
      } catch (IOException | TimeoutException e) {
        reasons.add(String.valueOf(e.getMessage()));
      }
    }
    throw silent(String.join(", ", reasons));
  }

  /** What to say when it did not answer. */
  RunFailedException silent(String reason) {
    return new RunFailedException(
        "the master %s does not answer%s: check its address, and whether it runs and can be reached from here"
            .formatted(name, reason.isEmpty() || reason.equals("null") ? "" : " (" + reason + ")"));
  }

  private static void connect(InetSocketAddress address) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(address.getHostString(), address.getPort()),
          (int) PATIENCE.toMillis());
    }
  }

  private URI uri(InetSocketAddress address, String path) {
    String scheme = name.startsWith("https://") ? "https" : "http";
    return URI.create(
        "%s://%s:%d%s".formatted(scheme, address.getHostString(), address.getPort(), path));
  }

  /** Asks Flink's web service, whatever it answers. */
  private String get(InetSocketAddress address, String path) throws IOException, TimeoutException {
    try {
      return HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .build()
          .sendAsync(
              HttpRequest.newBuilder(uri(address, path)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString())
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .body();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
