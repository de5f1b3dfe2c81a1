package dev.byoml.pipelines.engines;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What training and scoring left behind, in a form that can be compared.
 *
 * @param modelId what the manifest says
 * @param files digest of each file's content by its path; without those that tell of one run
 */
record Outcome(String modelId, SortedMap<String, String> files) {
  /** What tells of time, and of the order in which lines were rejected. */
  private static final Set<String> OF_ONE_RUN = Set.of("metrics.json", "run.json");

  /** Reads what is in the folders {@code model} and {@code results} below {@code folder}. */
  static Outcome of(Path folder) throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!OF_ONE_RUN.contains(file.getFileName().toString())) {
          digests.put(folder.relativize(file).toString(), digest(content(file)));
        }
      }
    }
    String modelId =
        new ObjectMapper()
            .readTree(folder.resolve("model/manifest.json").toFile())
            .get("modelId")
            .asText();
    return new Outcome(modelId, digests);
  }

  /** One digest of the files of the results, those of the model left out. */
  String resultDigest() {
    StringBuilder all = new StringBuilder();
    files.forEach(
        (path, digest) -> {
          if (path.startsWith("results")) {
            all.append(path).append(' ').append(digest).append('\n');
          }
        });
    return digest(all.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }

  /** The bytes of a file; of rejected lines, whose order is not fixed, in the order of the text. */
  private static byte[] content(Path file) throws IOException {
    if (!file.getParent().endsWith("rejected")) {
      return Files.readAllBytes(file);
    }
    try (Stream<String> lines = Files.lines(file)) {
      return String.join("\n", lines.sorted().toList()).getBytes(StandardCharsets.UTF_8);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
