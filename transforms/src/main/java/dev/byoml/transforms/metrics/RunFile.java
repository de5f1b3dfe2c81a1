package dev.byoml.transforms.metrics;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.write.OutputFiles;
import dev.byoml.transforms.write.WrittenFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The table of contents of a run's folder, {@code run.json}. It is written last: a folder without
 * it, or whose files are not those that it lists, does not hold the results of a whole run.
 *
 * @param range the window
 * @param modelId the model that scored
 * @param template how events were read
 * @param counts what became of the lines, and how many accesses were scored and reported
 * @param hasMetrics whether {@code metrics.json} is in the folder, which says how long the run took
 *     and is therefore known by its counts and not listed by its content
 * @param files what else the run wrote below the folder, in the order of their names
 * @param elsewhere what it wrote to other folders, such as every score; not looked at when the
 *     folder is compared with the table
 */
public record RunFile(
    TimeRange range,
    String modelId,
    String template,
    SortedMap<String, Long> counts,
    boolean hasMetrics,
    List<WrittenFile> files,
    List<WrittenFile> elsewhere) {
  /** Name of the file. */
  public static final String FILE = "run.json";

  /** The version of the format that this program writes and reads. */
  static final int FORMAT_VERSION = 1;

  private static final List<String> COUNTS =
      List.of("read", "used", "filtered", "rejected", "scored", "reported");
  private static final String RESULTS = "*.ndjson";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Keeps copies. */
  public RunFile {
    requireNonNull(range, "range");
    requireNonNull(modelId, "modelId");
    requireNonNull(template, "template");
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    files = sorted(files);
    elsewhere = sorted(elsewhere);
  }

  private static List<WrittenFile> sorted(List<WrittenFile> files) {
    return files.stream()
        .sorted(Comparator.comparing(WrittenFile::folder).thenComparing(WrittenFile::name))
        .toList();
  }

  /**
   * The table of a run.
   *
   * @param numbers the numbers of the run, of which the table holds some
   */
  static RunFile of(
      TimeRange range,
      String modelId,
      String template,
      Map<String, Long> numbers,
      List<WrittenFile> files,
      List<WrittenFile> elsewhere) {
    List<WrittenFile> others = new ArrayList<>(files);
    boolean hasMetrics = others.removeIf(file -> file.name().equals(RunMetrics.FILE));
    return new RunFile(range, modelId, template, counts(numbers), hasMetrics, others, elsewhere);
  }

  /**
   * Reads the table of a folder.
   *
   * @return nothing if there is none
   * @throws IOException if it cannot be read, or is damaged
   */
  public static Optional<RunFile> read(String folder) throws IOException {
    String file = OutputFiles.in(folder, FILE);
    if (OutputFiles.size(file).isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = OutputFiles.open(file)) {
      return Optional.of(parse(folder, in.readAllBytes()));
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      throw new IOException(file + " is damaged", e);
    }
  }

  private static RunFile parse(String folder, byte[] json) throws IOException {
    JsonNode root = JSON.readTree(json);
    int version = root.path("formatVersion").asInt();
    if (version != FORMAT_VERSION) {
      throw new IOException(
          "%s in %s has format version %d; this program reads version %d"
              .formatted(FILE, folder, version, FORMAT_VERSION));
    }
    SortedMap<String, Long> counts = new TreeMap<>();
    root.path("counts")
        .fields()
        .forEachRemaining(c -> counts.put(c.getKey(), c.getValue().asLong()));
    return new RunFile(
        new TimeRange(instant(root.path("from")), instant(root.path("to"))),
        root.path("modelId").asText(),
        root.path("template").asText(),
        counts,
        root.path("metrics").asBoolean(),
        files(root.path("files"), folder),
        files(root.path("elsewhere"), folder));
  }

  private static List<WrittenFile> files(JsonNode list, String folder) {
    List<WrittenFile> files = new ArrayList<>();
    for (JsonNode file : list) {
      files.add(
          new WrittenFile(
              file.path("folder").asText(folder),
              file.path("name").asText(),
              file.path("lines").asLong(),
              file.path("bytes").asLong(),
              file.path("sha256").asText()));
    }
    return files;
  }

  private static Instant instant(JsonNode value) {
    return value.isTextual() ? Instant.parse(value.asText()) : null;
  }

  /**
   * Compares a folder with the table: the sizes of all files, the content of those that lie in the
   * folder itself, and the counts of {@code metrics.json}, if the run left one there.
   *
   * @return what is not as the run left it, in words; nothing if all is
   * @throws IOException if the folder cannot be read
   */
  public Optional<String> mismatch(String folder) throws IOException {
    for (WrittenFile file : files) {
      Optional<Long> size = OutputFiles.size(OutputFiles.in(folder, file.name()));
      if (size.isEmpty()) {
        return Optional.of("%s is missing".formatted(file.name()));
      }
      if (size.get() != file.bytes()
          || (file.name().indexOf('/') < 0
              && !WrittenFile.of(folder, file.name()).sha256().equals(file.sha256()))) {
        return Optional.of("%s is not as the run wrote it".formatted(file.name()));
      }
    }
    if (hasMetrics && !countsIn(folder).equals(Optional.of(counts))) {
      return Optional.of("%s is missing or of another run".formatted(RunMetrics.FILE));
    }
    Set<String> names = new HashSet<>();
    files.forEach(file -> names.add(OutputFiles.in(folder, file.name())));
    return OutputFiles.list(folder, RESULTS).stream()
        .filter(file -> !names.contains(file))
        .findFirst()
        .map(file -> "%s is of another run".formatted(file.substring(file.lastIndexOf('/') + 1)));
  }

  private Optional<Map<String, Long>> countsIn(String folder) throws IOException {
    String file = OutputFiles.in(folder, RunMetrics.FILE);
    if (OutputFiles.size(file).isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = OutputFiles.open(file)) {
      return Optional.of(counts(RunMetrics.parse(in.readAllBytes()).values()));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static SortedMap<String, Long> counts(Map<String, Long> numbers) {
    SortedMap<String, Long> counts = new TreeMap<>();
    COUNTS.forEach(name -> counts.put(name, numbers.getOrDefault(name, 0L)));
    return counts;
  }

  /**
   * Writes the table into a folder.
   *
   * @throws IOException if it cannot be written
   */
  public void write(String folder) throws IOException {
    try (OutputStream out = OutputFiles.create(OutputFiles.in(folder, FILE))) {
      out.write(toJson().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The JSON text of {@code run.json}. */
  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("formatVersion", FORMAT_VERSION);
    root.put("from", range.from() == null ? null : range.from().toString());
    root.put("to", range.to() == null ? null : range.to().toString());
    root.put("modelId", modelId);
    root.put("template", template);
    ObjectNode numbers = root.putObject("counts");
    counts.forEach(numbers::put);
    root.put("metrics", hasMetrics);
    ArrayNode list = root.putArray("files");
    files.forEach(file -> put(file, list.addObject()));
    if (!elsewhere.isEmpty()) {
      ArrayNode others = root.putArray("elsewhere");
      elsewhere.forEach(file -> put(file, others.addObject().put("folder", file.folder())));
    }
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a table can always be written", e);
    }
  }

  private static void put(WrittenFile file, ObjectNode json) {
    json.put("name", file.name())
        .put("lines", file.lines())
        .put("bytes", file.bytes())
        .put("sha256", file.sha256());
  }
}
