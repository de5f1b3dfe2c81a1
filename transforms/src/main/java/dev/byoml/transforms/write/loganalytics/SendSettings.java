package dev.byoml.transforms.write.loganalytics;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.azure.AzureSignIn;
import dev.byoml.transforms.write.loganalytics.upload.BatchSender;
import dev.byoml.transforms.write.loganalytics.upload.ClientUploader;
import dev.byoml.transforms.write.loganalytics.upload.LogAnalyticsStream;
import dev.byoml.transforms.write.loganalytics.upload.RetrySchedule;
import java.io.Serializable;
import java.time.Duration;
import java.util.Random;

/**
 * How rows are sent.
 *
 * @param parallelism largest number of requests at the same time
 * @param schedule when a request is made again
 * @param requestTimeout how long an answer may take
 * @param credential makes the credential of a worker
 */
record SendSettings(
    int parallelism, RetrySchedule schedule, Duration requestTimeout, CredentialSupplier credential)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Duration LONGEST_REQUEST = Duration.ofMinutes(1);

  /** What stands where nobody says otherwise. */
  static final SendSettings DEFAULT =
      new SendSettings(4, RetrySchedule.DEFAULT, LONGEST_REQUEST, AzureSignIn::ofThisMachine);

  SendSettings {
    requireNonNull(schedule, "schedule");
    requireNonNull(requestTimeout, "requestTimeout");
    requireNonNull(credential, "credential");
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism must be at least 1, got " + parallelism);
    }
  }

  SendSettings withParallelism(int requests) {
    return new SendSettings(requests, schedule, requestTimeout, credential);
  }

  /** The same with another deadline, and requests that fit into it several times. */
  SendSettings withDeadline(Duration deadline) {
    Duration part = deadline.dividedBy(4).plusMillis(1);
    Duration timeout = part.compareTo(LONGEST_REQUEST) < 0 ? part : LONGEST_REQUEST;
    return new SendSettings(parallelism, schedule.withDeadline(deadline), timeout, credential);
  }

  SendSettings withCredential(CredentialSupplier supplier) {
    return new SendSettings(parallelism, schedule, requestTimeout, supplier);
  }

  /**
   * A sender to {@code stream}.
   *
   * @param seed where the jitter of pauses comes from
   */
  BatchSender sender(LogAnalyticsStream stream, long seed) {
    return new BatchSender(
        new ClientUploader(stream, credential.get(), requestTimeout), schedule, new Random(seed));
  }
}
