package dev.byoml.transforms.vectors;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.Side;
import dev.byoml.transforms.read.table.AvroRows;
import dev.byoml.transforms.read.table.ParquetRows;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.file.FileContent;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads the vectors of users or of resources by tenant, from CSV, JSON lines, Avro or Parquet; see
 * {@link VectorLines} for their fields. A line that is neither ends the run, and is named.
 */
public final class ReadVectors extends PTransform<PBegin, PCollection<KV<String, NamedVector>>> {
  private final List<String> files;
  private final Side side;
  private final String defaultTenant;

  private ReadVectors(List<String> files, Side side, String defaultTenant) {
    this.files = List.copyOf(files);
    this.side = requireNonNull(side, "side");
    this.defaultTenant = requireNonNull(defaultTenant, "defaultTenant");
  }

  /**
   * Reads these files.
   *
   * @param files as {@link #files} gives them
   * @param side whose vectors they hold
   * @param defaultTenant the tenant of lines that name none
   */
  public static ReadVectors of(List<String> files, Side side, String defaultTenant) {
    return new ReadVectors(files, side, defaultTenant);
  }

  /**
   * The files that a path names: a file, a glob, or a folder as Spark writes it, without the names
   * that start with a dot or an underscore.
   *
   * @throws FileNotFoundException if there are none
   * @throws IOException if they cannot be listed
   */
  public static List<String> files(String path) throws IOException {
    List<String> found = match(path);
    if (found.isEmpty()) {
      found = match(path.endsWith("/") ? path + "*" : path + "/*");
    }
    if (found.isEmpty()) {
      throw new FileNotFoundException("there is no file " + path);
    }
    return found;
  }

  private static List<String> match(String pattern) throws IOException {
    MatchResult result = FileSystems.match(List.of(pattern), EmptyMatchTreatment.ALLOW).get(0);
    if (result.status() != MatchResult.Status.OK) {
      return List.of();
    }
    return result.metadata().stream()
        .map(MatchResult.Metadata::resourceId)
        .filter(file -> !file.isDirectory() && file.getFilename() != null)
        .filter(file -> !file.getFilename().startsWith("_") && !file.getFilename().startsWith("."))
        .map(Object::toString)
        .sorted()
        .toList();
  }

  @Override
  public PCollection<KV<String, NamedVector>> expand(PBegin begin) {
    return begin
        .apply("Files", Create.of(files).withCoder(StringUtf8Coder.of()))
        .apply("Read lines", ParDo.of(new ReadFileFn(side, defaultTenant)))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), NamedVector.CODER));
  }

  private static final class ReadFileFn extends DoFn<String, KV<String, NamedVector>> {
    private final Side side;
    private final String defaultTenant;

    ReadFileFn(Side side, String defaultTenant) {
      this.side = side;
      this.defaultTenant = defaultTenant;
    }

    @ProcessElement
    public void process(
        @Element String file,
        PipelineOptions options,
        OutputReceiver<KV<String, NamedVector>> receiver)
        throws IOException {
      VectorLines lines = new VectorLines(side, defaultTenant);
      try (FileContent content = FileContent.open(file, options)) {
        byte[] head = content.head();
        if (AvroRows.isAvro(head)) {
          read(new AvroRows(content, null), lines, file, receiver);
          return;
        }
        if (ParquetRows.isParquet(head)) {
          try (SourceLines rows = new ParquetRows(file, null)) {
            read(rows, lines, file, receiver);
          }
          return;
        }
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(content.in(), StandardCharsets.UTF_8));
        long number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          number++;
          read(lines, file, number, line).ifPresent(receiver::output);
        }
      }
    }

    private static void read(
        SourceLines rows,
        VectorLines lines,
        String file,
        OutputReceiver<KV<String, NamedVector>> receiver)
        throws IOException {
      for (SourceLine row = rows.next(); row != null; row = rows.next()) {
        String text = new String(row.bytes(), StandardCharsets.UTF_8);
        if (row.problem() != null) {
          throw new IllegalArgumentException(
              "%s cannot be read after row %d: %s".formatted(file, row.position(), text));
        }
        read(lines, file, row.position(), text).ifPresent(receiver::output);
      }
    }

    private static Optional<KV<String, NamedVector>> read(
        VectorLines lines, String file, long number, String line) {
      try {
        return lines.read(line);
      } catch (IllegalArgumentException e) {
        // No cause: what is wrong with the line is all there is to say.
        throw new IllegalArgumentException(
            "line %d of %s %s".formatted(number, file, e.getMessage()));
      }
    }
  }
}
