package dev.byoml.pipelines.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.byoml.model.sample.LabelledAccess;
import dev.byoml.model.sample.SampleDataParameters;
import dev.byoml.model.sample.SampleOrganization;
import dev.byoml.model.sample.SampleTenant;
import dev.byoml.model.sample.export.ExportBlob;
import dev.byoml.model.sample.export.SampleCounts;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.util.MimeTypes;

/**
 * Writes sample data as a Log Analytics export tree with its ground truth beside it. Only a few
 * days of one tenant are in memory at a time.
 */
public final class SampleDataWriter {
  private static final String LABELS = "labels.tsv";
  private static final String COUNTS = "counts.json";
  private static final String SAMPLE = "sample.json";

  /** Each thread holds one day of one tenant in memory. */
  private static final int MOST_THREADS = 4;

  private SampleDataWriter() {}

  /**
   * Writes the export tree {@code am-securityevent/}, then {@code labels.tsv}, {@code counts.json}
   * and, last, {@code sample.json} into a folder.
   *
   * @param parameters how much to write
   * @param output the folder, anything that Beam's file systems write; it is made where it does not
   *     exist
   * @param progress is called with each finished day
   * @return what was written
   * @throws IllegalArgumentException of one line if the folder already holds sample data
   * @throws IOException if the folder cannot be written
   */
  public static SampleDataSummary write(
      SampleDataParameters parameters, String output, SampleDataProgress progress)
      throws IOException {
    String folder = output.endsWith("/") ? output : output + "/";
    requireNoSampleIn(folder);
    SampleOrganization organization = SampleOrganization.of(parameters);
    Written written = writeExport(organization, folder + ExportTree.CONTAINER + "/", progress);
    List<LabelledAccess> labels = organization.labels().sorted().toList();
    long anomalous = labels.stream().filter(LabelledAccess::anomalous).count();
    SampleDataSummary summary =
        new SampleDataSummary(
            folder + ExportTree.CONTAINER,
            organization.windows(),
            written.training,
            written.scoring,
            written.blobs,
            anomalous,
            labels.size() - anomalous);
    writeFile(folder + LABELS, text(labels));
    writeFile(folder + COUNTS, SampleDataFacts.counts(summary).getBytes(UTF_8));
    writeFile(folder + SAMPLE, SampleDataFacts.sample(parameters, organization).getBytes(UTF_8));
    return summary;
  }

  private static void requireNoSampleIn(String folder) throws IOException {
    for (String name : List.of(ExportTree.CONTAINER + "/**", LABELS, COUNTS, SAMPLE)) {
      if (exists(folder + name)) {
        throw new IllegalArgumentException(
            "--output must be a new folder: " + folder + " already holds sample data");
      }
    }
  }

  private static boolean exists(String pattern) throws IOException {
    try {
      return !FileSystems.match(pattern, EmptyMatchTreatment.ALLOW).metadata().isEmpty();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private static Written writeExport(
      SampleOrganization organization, String container, SampleDataProgress progress)
      throws IOException {
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      var days = new ExecutorCompletionService<Written>(executor);
      int total = 0;
      for (SampleTenant tenant : organization.tenants()) {
        for (LocalDate day : organization.windows().days()) {
          boolean scored = day.equals(organization.windows().scoringDay());
          days.submit(() -> writeDay(tenant, day, scored, container));
          total++;
        }
      }
      Written all = Written.NOTHING;
      for (int done = 1; done <= total; done++) {
        all = all.plus(days.take().get());
        progress.wrote(done, total, all.training.lines() + all.scoring.lines());
      }
      return all;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UncheckedIOException failure) {
        throw failure.getCause();
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while writing " + container, e);
    } finally {
      executor.shutdownNow();
    }
  }

  private static Written writeDay(
      SampleTenant tenant, LocalDate day, boolean scored, String container) {
    List<Written> blobs = new ArrayList<>();
    tenant
        .export(day)
        .forEach(
            blob -> {
              write(
                  blob, container + ExportTree.pathOf(tenant.identity(), blob.slot(), blob.part()));
              SampleCounts counts = blob.counts();
              blobs.add(
                  scored
                      ? new Written(SampleCounts.NONE, counts, 1)
                      : new Written(counts, SampleCounts.NONE, 1));
            });
    return blobs.stream().reduce(Written.NOTHING, Written::plus);
  }

  private static void write(ExportBlob blob, String path) {
    try {
      writeFile(path, SecurityEventRows.encode(blob));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] text(List<LabelledAccess> labels) {
    StringBuilder lines = new StringBuilder();
    for (LabelledAccess label : labels) {
      lines
          .append(label.key().tenant())
          .append('\t')
          .append(label.key().user())
          .append('\t')
          .append(label.key().resource())
          .append('\t')
          .append(label.anomalous() ? 1 : 0)
          .append('\n');
    }
    return lines.toString().getBytes(UTF_8);
  }

  private static void writeFile(String path, byte[] content) throws IOException {
    try (WritableByteChannel channel =
        FileSystems.create(FileSystems.matchNewResource(path, false), MimeTypes.BINARY)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  /** What has been written so far. */
  private record Written(SampleCounts training, SampleCounts scoring, long blobs) {
    private static final Written NOTHING = new Written(SampleCounts.NONE, SampleCounts.NONE, 0);

    Written plus(Written other) {
      return new Written(
          training.plus(other.training), scoring.plus(other.scoring), blobs + other.blobs);
    }
  }
}
