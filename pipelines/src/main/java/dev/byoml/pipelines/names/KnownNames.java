package dev.byoml.pipelines.names;

import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.pipelines.run.Inputs;
import dev.byoml.pipelines.run.Runs;
import dev.byoml.transforms.access.ReadAccesses;
import dev.byoml.transforms.access.SummarizeAccesses;
import dev.byoml.transforms.alias.JoinedSpellings;
import dev.byoml.transforms.alias.WriteSpellings;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.text.CsvText;
import dev.byoml.transforms.text.Texts;
import dev.byoml.transforms.value.Spellings;
import dev.byoml.transforms.write.OutputFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.commons.csv.CSVRecord;

/** Lets a template know which names stand for others and which accounts are computers. */
public final class KnownNames {
  private static final String AUTO = "auto";
  private static final String FOLDER = "spellings";
  private static final int EXAMPLES = 3;
  private static final int COLUMNS = 2;

  /** Names the computer of every event, whatever the event. */
  private static final Template COMPUTERS =
      Template.parse(
          "computers",
          "{shapes: windows-event, time: TimeGenerated, user: Computer,"
              + " resource: {literal: events}}");

  private KnownNames() {}

  /**
   * The template with the aliases of a file.
   *
   * @param aliases what {@code --aliases} says, or null
   * @throws UsageException if it is not a file of aliases
   */
  public static Template withAliases(Template template, String aliases) {
    if (aliases == null) {
      return template;
    }
    if (aliases.equals(AUTO)) {
      throw new UsageException(
          "--aliases=auto goes with train, whose model keeps what it joins; name a file here");
    }
    return with(
        template, Inputs.file("--aliases", aliases, KnownNames::aliases), "--aliases=" + aliases);
  }

  /**
   * The template with the names that the options of a training run ask for.
   *
   * @param options of the run; {@link AliasOptions} and {@link ComputerOptions} count
   * @param input what is read
   * @param range the time range of what is read
   * @param folder takes files while names are found out
   * @param out where what was found out is written
   */
  public static Template of(
      PipelineOptions options,
      Template template,
      String input,
      TimeRange range,
      String folder,
      PrintStream out) {
    String aliases = options.as(AliasOptions.class).getAliases();
    String computers = options.as(ComputerOptions.class).getComputers();
    Template known = template;
    if (computers != null) {
      Set<String> names =
          computers.equals(AUTO)
              ? spellings(options, input, COMPUTERS, range, folder).hosts()
              : Inputs.file("--computers", computers, KnownNames::computers);
      known = with(known, names, "--computers=" + computers);
      out.printf(
          Locale.ROOT,
          "computers: %,d known; other accounts that end in $ are scored%n",
          names.size());
    }
    if (aliases == null || !aliases.equals(AUTO)) {
      return withAliases(known, aliases);
    }
    SortedMap<String, String> found = spellings(options, input, known, range, folder).aliases();
    out.println("aliases: " + inWords(found));
    return with(known, found, "--aliases=auto");
  }

  private static Template with(Template template, Set<String> computers, String option) {
    try {
      return template.withComputers(computers);
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + ": " + e.getMessage());
    }
  }

  private static Template with(Template template, Map<String, String> aliases, String option) {
    try {
      return template.withAliases(aliases);
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + ": " + e.getMessage());
    }
  }

  private static String inWords(SortedMap<String, String> aliases) {
    if (aliases.isEmpty()) {
      return "no two spellings are shown to be one name";
    }
    return String.format(
        Locale.ROOT,
        "%,d names stand for others, as the manifest tells: %s%s",
        aliases.size(),
        aliases.entrySet().stream()
            .limit(EXAMPLES)
            .map(alias -> alias.getKey() + " for " + alias.getValue())
            .collect(Collectors.joining("; ")),
        aliases.size() > EXAMPLES ? "; …" : "");
  }

  private static Map<String, String> aliases(String csv) {
    Map<String, String> aliases = new TreeMap<>();
    CsvText.readRows(csv, (row, line) -> add(row, line, aliases));
    return aliases;
  }

  private static void add(CSVRecord row, long line, Map<String, String> aliases) {
    if (row.size() != COLUMNS) {
      throw new IllegalArgumentException(
          "line %d has %d columns instead of two: from,to".formatted(line, row.size()));
    }
    if (row.getRecordNumber() == 1
        && row.get(0).equalsIgnoreCase("from")
        && row.get(1).equalsIgnoreCase("to")) {
      return;
    }
    String before = aliases.putIfAbsent(row.get(0), row.get(1));
    if (before != null && !before.equals(row.get(1))) {
      throw new IllegalArgumentException(
          "line %d: %s stands for %s already".formatted(line, row.get(0), before));
    }
  }

  private static Set<String> computers(String lines) {
    return Texts.withoutByteOrderMark(lines)
        .lines()
        .map(line -> line.strip().toLowerCase(Locale.ROOT))
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(line -> line.substring(line.lastIndexOf('\\') + 1))
        .map(line -> line.endsWith("$") ? line.substring(0, line.length() - 1) : line)
        .map(Spellings::hostPart)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How names are spelt in the input, by way of files beside the result. */
  private static JoinedSpellings spellings(
      PipelineOptions options, String input, Template template, TimeRange range, String folder) {
    String files = OutputFiles.in(OutputFiles.absolute(folder), FOLDER);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("1 Read accesses", ReadAccesses.from(input, template).within(range))
        .get(SummarizeAccesses.SUMMARIES)
        .apply("2 Write spellings", WriteSpellings.to(files));
    try {
      Runs.run(pipeline, List.of(files));
      List<String> lines = new ArrayList<>();
      for (String file : OutputFiles.list(files, WriteSpellings.FILES)) {
        try (InputStream in = OutputFiles.open(file)) {
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
        }
      }
      return new JoinedSpellings(lines);
    } catch (IOException e) {
      throw new RunFailedException(
          "the spellings in %s cannot be read: %s".formatted(files, e.getMessage()), e);
    } finally {
      delete(files);
    }
  }

  private static void delete(String folder) {
    try {
      OutputFiles.deleteAll(folder, WriteSpellings.FILES);
      Optional<Path> local = OutputFiles.local(folder);
      if (local.isPresent()) {
        Files.deleteIfExists(local.get());
      }
    } catch (IOException e) {
      throw new RunFailedException("%s cannot be deleted: %s".formatted(folder, e.getMessage()), e);
    }
  }
}
