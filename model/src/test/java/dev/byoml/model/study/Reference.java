package dev.byoml.model.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Real access sets that stand beside the checkout in continuous integration, with values that were
 * computed apart from the product.
 *
 * @param user id of a user
 * @param resource id of a resource
 * @param walk affinity by the two-step walk
 * @param columnRank share of the users with a smaller one
 * @param rowRank share of the resources with a smaller one
 * @param ease affinity by EASE
 */
public record Reference(
    String user, String resource, double walk, double columnRank, double rowRank, double ease) {
  /** Beside the checkout, seen from its top and from a module. */
  private static final Path FOLDER =
      Stream.of(Path.of(".."), Path.of("..", ".."))
          .map(top -> top.resolve("shared").resolve("data").resolve("real-access"))
          .filter(Files::isDirectory)
          .findFirst()
          .orElse(Path.of("absent"));

  /** Names of the sets that are there; none where the checkout stands alone. */
  public static Stream<String> sets() {
    return Stream.of("lanl-hosts", "git-ansible-files", "db-tables")
        .filter(name -> Files.exists(FOLDER.resolve(name).resolve("train.tsv.gz")));
  }

  /** A set by its name. */
  public static RealSet set(String name) {
    try {
      return RealSet.read(FOLDER.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The values of a set. */
  public static List<Reference> of(String set) {
    try {
      return Files.readAllLines(FOLDER.resolve("reference.tsv")).stream()
          .map(line -> line.split("\t"))
          .filter(columns -> columns[0].equals(set))
          .map(
              columns ->
                  new Reference(
                      columns[1],
                      columns[2],
                      Double.parseDouble(columns[3]),
                      Double.parseDouble(columns[4]),
                      Double.parseDouble(columns[5]),
                      Double.parseDouble(columns[6])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
